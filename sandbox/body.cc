#include "sandbox/body.h"

#include <utility>

namespace mediagen::sandbox {

uint64_t Body::Segment::size() const {
  if (media == nullptr) return text.size();
  return base64 ? media->base64_size() : media->size();
}

void Body::AddText(std::string text) { segments_.push_back({std::move(text), nullptr, false}); }

void Body::AddBase64(std::shared_ptr<const Media> media) {
  segments_.push_back({"", std::move(media), true});
}

void Body::AddBytes(std::shared_ptr<const Media> media) {
  segments_.push_back({"", std::move(media), false});
}

void Body::Append(Body other) {
  for (Segment& segment : other.segments_) segments_.push_back(std::move(segment));
}

void Body::CorruptBase64() {
  for (auto segment = segments_.begin(); segment != segments_.end(); ++segment) {
    if (!segment->base64) continue;
    segments_.insert(segment + 1, {"*", nullptr, false});
    return;
  }
}

uint64_t Body::size() const {
  uint64_t total = 0;
  for (const Segment& segment : segments_) total += segment.size();
  return total;
}

uint64_t Body::middle_of_media() const {
  uint64_t before = 0;
  for (const Segment& segment : segments_) {
    if (segment.media != nullptr) return before + segment.size() / 2;
    before += segment.size();
  }
  return before / 2;
}

bool Body::Write(const Sink& sink, uint64_t limit) const {
  bool wanted = true;
  const Sink limited = [&](std::string_view bytes) {
    bytes = bytes.substr(0, limit);
    limit -= bytes.size();
    if (!bytes.empty() && !sink(bytes)) wanted = false;
    return wanted && limit > 0;
  };
  for (const Segment& segment : segments_) {
    bool more;
    if (segment.media == nullptr) {
      more = limited(segment.text);
    } else {
      more = segment.base64 ? segment.media->WriteBase64(limited) : segment.media->Write(limited);
    }
    if (!more) break;
  }
  return wanted;
}

}  // namespace mediagen::sandbox
