#include "server/net/request_body.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace mediagen {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Encodes `count` (1 to 3) bytes as one padded group.
void EncodeGroup(const char* bytes, size_t count, char* group) {
  uint32_t bits = static_cast<uint32_t>(static_cast<unsigned char>(bytes[0])) << 16;
  if (count > 1) bits |= static_cast<uint32_t>(static_cast<unsigned char>(bytes[1])) << 8;
  if (count > 2) bits |= static_cast<uint32_t>(static_cast<unsigned char>(bytes[2]));
  group[0] = kAlphabet[bits >> 18];
  group[1] = kAlphabet[bits >> 12 & 63];
  group[2] = count > 1 ? kAlphabet[bits >> 6 & 63] : '=';
  group[3] = count > 2 ? kAlphabet[bits & 63] : '=';
}

}  // namespace

size_t RequestBodyReader::Read(absl::Span<char> out) {
  size_t written = 0;
  while (written < out.size() && segment_ < segments_.size()) {
    written += ReadSegment(segments_[segment_], out.subspan(written));
    if (offset_ == segments_[segment_].bytes().size() && group_used_ == sizeof(group_)) {
      ++segment_;
      offset_ = 0;
    }
  }
  return written;
}

void RequestBodyReader::Rewind() {
  segment_ = 0;
  offset_ = 0;
  group_used_ = sizeof(group_);
}

size_t RequestBodyReader::ReadSegment(const BodySegment& segment, absl::Span<char> out) {
  if (segment.encoding() == BodySegment::Encoding::kBase64) return ReadBase64(segment.bytes(), out);
  const size_t size = std::min(out.size(), segment.bytes().size() - offset_);
  std::memcpy(out.data(), segment.bytes().data() + offset_, size);
  offset_ += size;
  return size;
}

size_t RequestBodyReader::ReadBase64(const std::string& bytes, absl::Span<char> out) {
  size_t written = 0;
  while (written < out.size()) {
    if (group_used_ < sizeof(group_)) {
      out[written++] = group_[group_used_++];
      continue;
    }
    if (offset_ == bytes.size()) break;
    const size_t count = std::min<size_t>(3, bytes.size() - offset_);
    if (out.size() - written >= sizeof(group_)) {
      EncodeGroup(bytes.data() + offset_, count, out.data() + written);
      written += sizeof(group_);
    } else {
      EncodeGroup(bytes.data() + offset_, count, group_);
      group_used_ = 0;
    }
    offset_ += count;
  }
  return written;
}

}  // namespace mediagen
