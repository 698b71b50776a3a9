// From the inside of a JSON string to media bytes.
#ifndef MEDIAGEN_SERVER_CODEC_MEDIA_STRING_H_
#define MEDIAGEN_SERVER_CODEC_MEDIA_STRING_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/codec/data_url_prefix.h"
#include "server/codec/forgiving_base64.h"
#include "server/codec/json_string.h"

namespace mediagen {

// Reads one JSON string from behind its opening quote through its closing quote: undoes escapes,
// skips a data URL's header, decodes the base64. Memory is a few bytes, whatever comes.
// Copies freely; one object per string. Any thread; not shared.
class MediaString {
 public:
  enum class Event {
    kNeedInput,   // All of `in` was consumed.
    kOutputFull,  // The next group does not fit into `out`.
    kBegin,       // The string holds something: bytes or a fault follow.
    kText,       // It is no data URL but had to be: raw_text() and the rest of the string are text.
    kEmpty,      // The string has ended without any payload character.
    kEnd,        // The string has ended; see corrupt().
    kMalformed,  // Only of TextString: the next byte cannot stand in a JSON string.
  };
  struct Step {
    Event event;
    size_t consumed;
    size_t produced;
  };

  explicit MediaString(bool data_url_only) : data_url_only_(data_url_only) {}

  Step Next(absl::string_view in, absl::Span<char> out);

  bool corrupt() const { return state_ == State::kRest; }

  // While not corrupt, the index of the next character to decode; then of the offending one, which
  // is the text's length if only its end shows the fault. Counts bytes of the unescaped text in
  // UTF-8.
  int64_t offset() const { return offset_; }

  // What was consumed before kText, as it came.
  absl::string_view raw_text() const { return raw_text_; }

 private:
  enum class State { kPrefix, kPayload, kRest };

  std::optional<Event> ReadEscape(absl::string_view in, Step& step);
  std::optional<Event> ReadPrefix(absl::string_view in, Step& step);
  void ConsumePrefix(char c, Step& step);
  std::optional<Event> TakePrefix(char c, int utf8_bytes);
  std::optional<Event> EndPrefix(Step& step);
  Event BeginPayload();
  std::optional<Event> DecodePending(absl::Span<char> out, Step& step);
  std::optional<Event> Decode(absl::string_view in, absl::Span<char> out, Step& step);
  std::optional<Event> EndPayload(absl::Span<char> out, Step& step);
  std::optional<Event> SkipRest(absl::string_view in, Step& step);

  bool data_url_only_;
  State state_ = State::kPrefix;
  JsonEscape escape_;
  DataUrlPrefix prefix_;
  ForgivingBase64 base64_;
  int64_t offset_ = 0;
  std::string pending_;   // Unescaped characters that wait to be decoded: at most five.
  std::string raw_text_;  // Only if data_url_only_, and only until `data:` is certain.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_MEDIA_STRING_H_
