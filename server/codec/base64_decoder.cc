#include "server/codec/base64_decoder.h"

#include <algorithm>

#include "server/codec/base64_alphabet.h"
#include "server/codec/base64_groups.h"

namespace mediagen {

Base64Decoder::Step Base64Decoder::Decode(absl::string_view in, absl::Span<char> out) {
  Step step{0, 0};
  while (step.consumed < in.size()) {
    // Bulk only between groups: its quads are those of the text, not of the block that brought
    // them.
    if (kept_ == 0) {
      const size_t groups =
          std::min((in.size() - step.consumed) / 4, (out.size() - step.produced) / 3);
      const size_t done =
          DecodeGroups(in.data() + step.consumed, groups, out.data() + step.produced);
      step.consumed += 4 * done;
      step.produced += 3 * done;
      if (step.consumed == in.size()) break;
    }
    const int value = Base64Value(in[step.consumed]);
    if (value < 0) break;
    if (kept_ == 3 && out.size() - step.produced < 3) break;
    ++step.consumed;
    bits_ = bits_ << 6 | static_cast<uint32_t>(value);
    if (++kept_ < 4) continue;
    out[step.produced++] = static_cast<char>(bits_ >> 16);
    out[step.produced++] = static_cast<char>(bits_ >> 8);
    out[step.produced++] = static_cast<char>(bits_);
    bits_ = 0;
    kept_ = 0;
  }
  return step;
}

size_t Base64Decoder::Finish(absl::Span<char> out) {
  const size_t tail = TailBytes();
  const uint32_t group = bits_ << (6 * (4 - kept_) % 24);
  if (tail > 0) out[0] = static_cast<char>(group >> 16);
  if (tail > 1) out[1] = static_cast<char>(group >> 8);
  bits_ = 0;
  kept_ = 0;
  return tail;
}

}  // namespace mediagen
