// From the inside of a JSON string to text.
#ifndef MEDIAGEN_SERVER_CODEC_TEXT_STRING_H_
#define MEDIAGEN_SERVER_CODEC_TEXT_STRING_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/codec/json_string.h"
#include "server/codec/media_string.h"

namespace mediagen {

// Reads one JSON string from behind its opening quote through its closing quote and undoes its
// escapes, with the steps of MediaString. A pair of surrogates makes one character, a lone one
// U+FFFD; bytes outside escapes pass as they are. Memory is a few bytes, whatever comes. Copies
// freely; one object per string. Any thread; not shared.
class TextString {
 public:
  using Event = MediaString::Event;
  using Step = MediaString::Step;

  Step Next(absl::string_view in, absl::Span<char> out);

 private:
  bool WritePending(absl::Span<char> out, Step& step);
  std::optional<Event> ReadEscape(char c, Step& step);
  std::optional<Event> Read(absl::string_view in, absl::Span<char> out, Step& step);
  std::optional<Event> CopyRun(absl::string_view in, absl::Span<char> out, Step& step);
  void TakeUnit(uint16_t unit);

  bool begun_ = false;
  JsonEscape escape_;
  uint16_t high_surrogate_ = 0;  // Waits for its other half; 0 for none.
  std::string pending_;          // Unescaped bytes that wait for room: at most six.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_TEXT_STRING_H_
