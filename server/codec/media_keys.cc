#include "server/codec/media_keys.h"

#include <algorithm>

namespace mediagen {

MediaKeys::MediaKeys(absl::Span<const MediaField> fields) : fields_(fields) {
  for (const MediaField& field : fields_) {
    longest_name_ = std::max({longest_name_, field.parent.size(), field.key.size()});
  }
}

void MediaKeys::Append(absl::string_view bytes) {
  const size_t room = longest_name_ + 1 - key_.size();
  key_.append(bytes.data(), std::min(bytes.size(), room));
}

int MediaKeys::FindField(std::string_view parent) const {
  for (size_t i = 0; i < fields_.size(); ++i) {
    const MediaField& field = fields_[i];
    if (field.key != key_) continue;
    if (field.parent.empty() || field.parent == parent) return static_cast<int>(i);
  }
  return -1;
}

std::string_view MediaKeys::AsParent() const {
  for (const MediaField& field : fields_) {
    if (field.parent == key_) return field.parent;
  }
  return {};
}

}  // namespace mediagen
