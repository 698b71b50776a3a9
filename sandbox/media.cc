#include "sandbox/media.h"

#include <algorithm>
#include <utility>

#include "sandbox/base64.h"
#include "sandbox/dice.h"

namespace mediagen::sandbox {
namespace {

constexpr size_t kBlockBytes = 3 * 256 * 1024;
constexpr size_t kPieceBytes = 3 * 64 * 1024;
constexpr uint64_t kBoxHeadBytes = 8;

// The padding repeats this block. Random, so that a piece lost or out of place is noticed.
const std::string& Block() {
  static const std::string* block = [] {
    auto* made = new std::string(kBlockBytes, '\0');
    Dice dice(1);
    for (char& c : *made) c = static_cast<char>(dice.Next());
    return made;
  }();
  return *block;
}

const std::string& Base64Block() {
  static const std::string* block = new std::string(EncodeBase64(Block()));
  return *block;
}

std::string BoxHead(uint32_t size) {
  std::string head;
  for (int shift = 24; shift >= 0; shift -= 8) head.push_back(static_cast<char>(size >> shift));
  return head + "free";
}

}  // namespace

Media::Media(std::string mime_type, std::string bytes)
    : mime_type_(std::move(mime_type)), bytes_(std::move(bytes)) {}

Media Media::PaddedMp4(std::string mp4, uint64_t total_bytes) {
  Media media("video/mp4", std::move(mp4));
  if (total_bytes < media.size() + kBoxHeadBytes) return media;
  media.bytes_ += BoxHead(static_cast<uint32_t>(total_bytes - media.size()));
  media.padding_ = total_bytes - media.bytes_.size();
  while (media.bytes_.size() % 3 != 0 && media.padding_ > 0) {
    media.bytes_.push_back('\0');
    --media.padding_;
  }
  return media;
}

uint64_t Media::base64_size() const { return Base64Size(size()); }

bool Media::Write(const Sink& sink) const {
  if (!sink(bytes_)) return false;
  for (uint64_t left = padding_; left > 0;) {
    const std::string_view piece = std::string_view(Block()).substr(0, left);
    if (!sink(piece)) return false;
    left -= piece.size();
  }
  return true;
}

bool Media::WriteBase64(const Sink& sink) const {
  for (std::string_view left = bytes_; !left.empty();) {
    const std::string_view piece = left.substr(0, kPieceBytes);
    if (!sink(EncodeBase64(piece))) return false;
    left.remove_prefix(piece.size());
  }
  for (uint64_t left = padding_; left > 0;) {
    if (left >= kBlockBytes) {
      if (!sink(Base64Block())) return false;
      left -= kBlockBytes;
    } else {
      return sink(EncodeBase64(std::string_view(Block()).substr(0, left)));
    }
  }
  return true;
}

}  // namespace mediagen::sandbox
