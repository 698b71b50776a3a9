// The inside of a JSON string: runs of plain bytes, and escapes.
#ifndef MEDIAGEN_SERVER_CODEC_JSON_STRING_H_
#define MEDIAGEN_SERVER_CODEC_JSON_STRING_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace mediagen {

// How many bytes at the start of `in` are neither quote nor backslash nor a control byte, which
// JSON forbids in strings.
size_t PlainRun(absl::string_view in);

// Reads one escape, byte by byte, from the backslash on. Copies freely. Any thread; not shared.
class JsonEscape {
 public:
  enum class Progress {
    kMore,
    kDone,     // unit() is what it stands for.
    kInvalid,  // The byte does not belong to an escape, which ends before it.
  };

  // The backslash has been read.
  void Start() { letter_wanted_ = true; }

  // Between Start() and the end of the escape.
  bool active() const { return letter_wanted_ || digits_wanted_ > 0; }

  Progress Feed(char c);

  // The UTF-16 code unit; surrogates come one by one.
  uint16_t unit() const { return unit_; }

  // The unit as an ASCII character; '\xff' for everything above, which no caller looks for.
  char ascii() const { return unit_ < 0x80 ? static_cast<char>(unit_) : '\xff'; }

  // The unit's bytes in UTF-8; half of the four of a pair for a surrogate.
  int utf8_bytes() const;

 private:
  Progress FeedLetter(char c);
  Progress FeedDigit(char c);

  uint16_t unit_ = 0;
  bool letter_wanted_ = false;
  int8_t digits_wanted_ = 0;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_JSON_STRING_H_
