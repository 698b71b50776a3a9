#include "server/codec/forgiving_base64.h"

#include "server/codec/base64_alphabet.h"

namespace mediagen {

ForgivingBase64::Step ForgivingBase64::Decode(absl::string_view in, absl::Span<char> out) {
  Step step{Stop::kInputUsed, 0, 0};
  for (;;) {
    if (padding_ == 0) {
      const Base64Decoder::Step bulk =
          decoder_.Decode(in.substr(step.consumed), out.subspan(step.produced));
      step.consumed += bulk.consumed;
      step.produced += bulk.produced;
    }
    if (step.consumed == in.size()) return step;
    const char c = in[step.consumed];
    if (c == '=' && MayPad()) {
      ++padding_;
    } else if (!IsBase64WhiteSpace(c)) {
      const bool waits_for_room = padding_ == 0 && Base64Value(c) >= 0;
      step.stop = waits_for_room ? Stop::kOutputFull : Stop::kForeign;
      return step;
    }
    ++step.consumed;
  }
}

bool ForgivingBase64::CanEnd() const {
  return padding_ == 0 ? decoder_.kept() != 1 : decoder_.kept() + padding_ == 4;
}

size_t ForgivingBase64::Finish(absl::Span<char> out) {
  padding_ = 0;
  return decoder_.Finish(out);
}

}  // namespace mediagen
