#include "server/net/request_body.h"

#include <algorithm>
#include <cstring>

#include "server/net/base64_encoder.h"

namespace mediagen {

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
  while (written < out.size() && (group_used_ < sizeof(group_) || offset_ < bytes.size())) {
    if (group_used_ < sizeof(group_)) {
      out[written++] = group_[group_used_++];
      continue;
    }
    const size_t left = bytes.size() - offset_;
    const size_t groups = std::min((out.size() - written) / sizeof(group_), left / 3);
    EncodeBase64Groups(bytes.data() + offset_, groups, out.data() + written);
    offset_ += 3 * groups;
    written += sizeof(group_) * groups;
    if (groups > 0) continue;
    // The last group, which may be short, or one that `out` ends in the middle of.
    const size_t count = std::min<size_t>(3, left);
    EncodeBase64Group(bytes.data() + offset_, count, group_);
    offset_ += count;
    group_used_ = 0;
  }
  return written;
}

}  // namespace mediagen
