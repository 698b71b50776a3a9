// The forgiving rules of base64 on the web, over text whose JSON escapes are undone.
#ifndef MEDIAGEN_SERVER_CODEC_FORGIVING_BASE64_H_
#define MEDIAGEN_SERVER_CODEC_FORGIVING_BASE64_H_

#include <cstddef>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/codec/base64_decoder.h"

namespace mediagen {

// Decodes base64 with white space anywhere, and `=` at the end: none, or exactly as many as
// complete the last group. Unpadded text on one line costs no more than Base64Decoder alone. Copies
// freely. Any thread; not shared.
class ForgivingBase64 {
 public:
  enum class Stop {
    kInputUsed,
    kOutputFull,  // The next group does not fit.
    kForeign,     // `in[consumed]` may not stand here.
  };
  struct Step {
    Stop stop;
    size_t consumed;
    size_t produced;
  };

  Step Decode(absl::string_view in, absl::Span<char> out);

  // Whether the text may end here: neither 4n+1 characters nor half a padding.
  bool CanEnd() const;

  // See Base64Decoder.
  size_t TailBytes() const { return decoder_.TailBytes(); }
  size_t Finish(absl::Span<char> out);

 private:
  bool MayPad() const { return decoder_.kept() >= 2 && decoder_.kept() + padding_ < 4; }

  Base64Decoder decoder_;
  int padding_ = 0;  // Count of `=` so far. Once there is one, only more of them may follow.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_FORGIVING_BASE64_H_
