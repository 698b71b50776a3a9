// Which members of a JSON body are handed on while they arrive.
#ifndef MEDIAGEN_SERVER_CODEC_MEDIA_KEYS_H_
#define MEDIAGEN_SERVER_CODEC_MEDIA_KEYS_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace mediagen {

// A JSON member whose string value is an item: media, or text that may be as long. Names are ASCII.
struct MediaField {
  enum class Kind {
    kBase64,   // Base64, or a `data:` URL with base64.
    kDataUrl,  // A `data:` URL with base64; any other string, such as a link, is no item.
    kText,     // Text, handed on in UTF-8.
  };
  // The key of the object that holds the member; "" for any. An object in an array goes by the
  // array's key.
  std::string_view parent;
  std::string_view key;
  Kind kind = Kind::kBase64;
};

// Collects one object key at a time, keeping no more of it than the longest name has, and compares
// it with the fields. `fields` must outlive it. Any thread; not shared.
class MediaKeys {
 public:
  explicit MediaKeys(absl::Span<const MediaField> fields);

  void StartKey() { key_.clear(); }

  // The next unescaped bytes of the key.
  void Append(absl::string_view bytes);

  // The first field that the key names as a member of the object under `parent`; -1 for none.
  int FindField(std::string_view parent) const;

  // The key as a `parent` for the members below it: one of the fields' names, or "" if none has it.
  std::string_view AsParent() const;

 private:
  absl::Span<const MediaField> fields_;
  size_t longest_name_ = 0;
  std::string key_;  // At most one byte more than longest_name_: then it equals no name.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_MEDIA_KEYS_H_
