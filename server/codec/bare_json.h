// JSON that stands in an event stream without the stream's framing.
#ifndef MEDIAGEN_SERVER_CODEC_BARE_JSON_H_
#define MEDIAGEN_SERVER_CODEC_BARE_JSON_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace mediagen {

// Finds the end of one JSON value by its brackets and quotes; whether it is JSON at all is for a
// parser to say. Memory is a few bytes, whatever comes. Copies freely. Any thread; not shared.
class BareJson {
 public:
  // Reads on at `in` and returns how many bytes belong to the value: all of them unless done().
  size_t Scan(absl::string_view in);

  // The value's last byte has been read. The end of a word or number shows only at the next byte,
  // which does not belong to it.
  bool done() const { return done_; }

 private:
  size_t ScanString(absl::string_view in);
  void Take(char c);

  int64_t depth_ = 0;
  bool begun_ = false;
  bool in_string_ = false;
  bool escaped_ = false;  // The byte before was a backslash.
  bool in_word_ = false;
  bool done_ = false;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_BARE_JSON_H_
