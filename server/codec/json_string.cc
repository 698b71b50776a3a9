#include "server/codec/json_string.h"

#include <array>
#include <cstdint>
#include <cstring>

#include "absl/strings/ascii.h"

namespace mediagen {
namespace {

constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (int c = 0x20; c < 256; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}();

constexpr uint64_t EachByte(uint64_t byte) { return byte * 0x0101010101010101; }

// Whether one of eight bytes is less than `limit`, which is at most 128. Bytes from 128 on are not.
constexpr bool AnyBelow(uint64_t bytes, uint64_t limit) {
  return ((bytes - EachByte(limit)) & ~bytes & EachByte(0x80)) != 0;
}

constexpr bool AnySpecial(uint64_t bytes) {
  return AnyBelow(bytes, 0x20) || AnyBelow(bytes ^ EachByte('"'), 1) ||
         AnyBelow(bytes ^ EachByte('\\'), 1);
}

}  // namespace

size_t PlainRun(absl::string_view in) {
  size_t size = 0;
  for (uint64_t bytes = 0; in.size() - size >= sizeof(bytes); size += sizeof(bytes)) {
    std::memcpy(&bytes, in.data() + size, sizeof(bytes));
    if (AnySpecial(bytes)) break;
  }
  while (size < in.size() && kPlain[static_cast<unsigned char>(in[size])]) ++size;
  return size;
}

JsonEscape::Progress JsonEscape::Feed(char c) {
  return letter_wanted_ ? FeedLetter(c) : FeedDigit(c);
}

JsonEscape::Progress JsonEscape::FeedLetter(char c) {
  letter_wanted_ = false;
  unit_ = 0;
  if (c == 'u') {
    digits_wanted_ = 4;
    return Progress::kMore;
  }
  constexpr absl::string_view kLetters = "\"\\/bfnrt";
  constexpr absl::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const size_t letter = kLetters.find(c);
  if (letter == absl::string_view::npos) return Progress::kInvalid;
  unit_ = static_cast<unsigned char>(kMeanings[letter]);
  return Progress::kDone;
}

JsonEscape::Progress JsonEscape::FeedDigit(char c) {
  if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) {
    digits_wanted_ = 0;
    return Progress::kInvalid;
  }
  const int digit = absl::ascii_isdigit(static_cast<unsigned char>(c)) ? c - '0' : (c & 15) + 9;
  unit_ = static_cast<uint16_t>(unit_ << 4 | digit);
  return --digits_wanted_ == 0 ? Progress::kDone : Progress::kMore;
}

int JsonEscape::utf8_bytes() const {
  if (unit_ < 0x80) return 1;
  const bool surrogate = (unit_ & 0xf800) == 0xd800;
  return unit_ < 0x800 || surrogate ? 2 : 3;
}

}  // namespace mediagen
