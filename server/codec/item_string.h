// The strings of a JSON body that are handed on while they arrive, one after another.
#ifndef MEDIAGEN_SERVER_CODEC_ITEM_STRING_H_
#define MEDIAGEN_SERVER_CODEC_ITEM_STRING_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/codec/media_keys.h"
#include "server/codec/media_string.h"
#include "server/codec/text_string.h"

namespace mediagen {

struct ItemInfo {
  int index = -1;          // From 0, in the order of the body; -1 before the first item.
  int field = -1;          // Index of its MediaField.
  int64_t size_bytes = 0;  // So far.
  bool corrupt = false;    // True as soon as the scan meets the fault; never of text.
  // Of the first offending character: bytes of the unescaped text (in UTF-8), from 0, white space
  // and a data URL's header counted. A `data:` URL without `;base64`: its comma. A fault that
  // only the end shows (4n+1 characters, padding cut short, no comma): the length of the text.
  int64_t corrupt_offset = -1;
};

// Reads each string by the rules of its field's kind, and keeps the books of the items. Memory is a
// few bytes, whatever comes. Copies freely. Any thread; not shared.
class ItemString {
 public:
  using Event = MediaString::Event;
  using Step = MediaString::Step;

  // The opening quote of a string of this field has been read.
  void Start(int field, MediaField::Kind kind);

  // As MediaString::Next or TextString::Next.
  Step Next(absl::string_view in, absl::Span<char> out);

  // The current or last item: a string is none before kBegin.
  const ItemInfo& info() const { return info_; }

  bool is_text() const { return is_text_; }

  // As MediaString::raw_text.
  absl::string_view raw_text() const { return media_.raw_text(); }

 private:
  int field_ = -1;
  bool is_text_ = false;
  bool in_item_ = false;
  MediaString media_{/*data_url_only=*/false};
  TextString text_;
  ItemInfo info_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_ITEM_STRING_H_
