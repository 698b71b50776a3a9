// Incremental base64 decoding, fused with the search for the text's end.
#ifndef MEDIAGEN_SERVER_CODEC_BASE64_DECODER_H_
#define MEDIAGEN_SERVER_CODEC_BASE64_DECODER_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace mediagen {

// Decodes the characters of the base64 alphabet, in pieces of any size, and stops at any other.
// Scan and decode are one pass: where it stops, the caller looks at the character.
// Holds at most three characters of an incomplete group; copies freely. Any thread; not shared.
class Base64Decoder {
 public:
  struct Step {
    size_t consumed;
    size_t produced;
  };

  // Decodes until `in` is used up, `out` cannot take another whole group, or a character outside
  // the alphabet comes, which it does not consume. So when `consumed < in.size()`, either
  // `in[consumed]` is foreign, or it is the last character of a group that needs three bytes of
  // room.
  Step Decode(absl::string_view in, absl::Span<char> out);

  // Characters of the incomplete last group: 0 to 3. One alone is no whole byte: the text is
  // corrupt.
  int kept() const { return kept_; }

  // Bytes that Finish() will write: 0 to 2.
  size_t TailBytes() const { return kept_ < 2 ? 0 : kept_ - 1; }

  // Ends the text: writes the bytes of the incomplete group, ignoring its unused low bits, and is
  // ready for another text. Returns TailBytes(), for which `out` must have room.
  size_t Finish(absl::Span<char> out);

 private:
  uint32_t bits_ = 0;  // Six for each kept character.
  int kept_ = 0;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_BASE64_DECODER_H_
