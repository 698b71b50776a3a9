#include "server/codec/item_string.h"

namespace mediagen {

void ItemString::Start(int field, MediaField::Kind kind) {
  field_ = field;
  is_text_ = kind == MediaField::Kind::kText;
  in_item_ = false;
  media_ = MediaString(/*data_url_only=*/kind == MediaField::Kind::kDataUrl);
  text_ = TextString();
}

ItemString::Step ItemString::Next(absl::string_view in, absl::Span<char> out) {
  const Step step = is_text_ ? text_.Next(in, out) : media_.Next(in, out);
  if (step.event == Event::kBegin) {
    in_item_ = true;
    info_ = ItemInfo{.index = info_.index + 1, .field = field_};
  }
  if (!in_item_) return step;
  info_.size_bytes += static_cast<int64_t>(step.produced);
  info_.corrupt = media_.corrupt();
  if (info_.corrupt) info_.corrupt_offset = media_.offset();
  return step;
}

}  // namespace mediagen
