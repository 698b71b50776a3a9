#include "server/upstream/script.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace mediagen {
namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};

// Blocks of Unicode with letters of other scripts, in order. Blocks of Latin letters, of marks,
// punctuation and symbols are left out.
constexpr Range kNonLatin[] = {
    {0x0370, 0x1DBF},  // Greek to the phonetic supplements, all scripts of the first plane's middle
    {0x1F00, 0x1FFF},  // Greek with accents
    {0x2C00, 0x2C5F},  // Glagolitic
    {0x2C80, 0x2DFF},  // Coptic to Cyrillic
    {0x2E80, 0x2FDF},  // radicals
    {0x3041, 0xA71F},  // kana, Hangul letters, ideographs, Yi and others
    {0xA800, 0xAB2F},  // scripts of South and Southeast Asia
    {0xAB70, 0xD7FF},  // Cherokee, Hangul
    {0xF900, 0xFAFF},  // ideographs
    {0xFB13, 0xFDFF},  // Armenian, Hebrew, Arabic
    {0xFE70, 0xFEFE},  // Arabic
    {0xFF66, 0xFFDC},  // kana and Hangul of half width
    {0x10000, 0x1CFFF},                      // scripts of the past and of the few
    {0x1E000, 0x1EFFF}, {0x20000, 0x3FFFF},  // ideographs
};

// The code point at the front of `text`, which it moves past; broken bytes count as nothing.
uint32_t NextCodePoint(absl::string_view& text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (text.size() < length) {
    text = "";
    return 0;
  }
  uint32_t point = length == 1 ? first : first & (0x7Fu >> length);
  for (size_t i = 1; i < length; ++i) {
    point = point << 6 | (static_cast<unsigned char>(text[i]) & 0x3Fu);
  }
  text.remove_prefix(length);
  return point;
}

}  // namespace

bool HasNonLatinLetters(absl::string_view text) {
  while (!text.empty()) {
    const uint32_t point = NextCodePoint(text);
    const auto* range = std::upper_bound(
        std::begin(kNonLatin), std::end(kNonLatin), point,
        [](uint32_t value, const Range& candidate) { return value <= candidate.last; });
    if (range != std::end(kNonLatin) && point >= range->first) return true;
  }
  return false;
}

}  // namespace mediagen
