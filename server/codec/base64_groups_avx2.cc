// Base64 with AVX2, 32 characters at a time: a character's value is itself plus an offset, which
// tables of 16 entries find by the halves of its byte.
#ifdef __x86_64__

#include <immintrin.h>

#include <array>
#include <cstdint>

#include "server/codec/base64_alphabet.h"
#include "server/codec/base64_paths.h"

#define MEDIAGEN_AVX2 __attribute__((target("avx2"), always_inline)) inline

namespace mediagen {
namespace {

using Table = std::array<uint8_t, 16>;

// A bit for the high halves that go with the same low ones.
constexpr uint8_t Class(int high) {
  constexpr Table kClasses = {0x02, 0x02, 0x10, 0x20, 0x40, 0x80, 0x40, 0x01,
                              0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02, 0x02};
  return kClasses[high];
}

// High halves 2 and 5 have characters with different offsets. If both halves have these bits, they
// move the character to a free place of kOffsets.
constexpr uint8_t kMoves = 0x04 | 0x08;

constexpr Table kHigh = [] {
  Table table{};
  for (int high = 0; high < 16; ++high) table[high] = Class(high);
  table['+' >> 4] |= kMoves;
  table['_' >> 4] |= 0x08;
  return table;
}();

constexpr Table kLow = [] {
  Table table{};
  for (int c = 0; c < 256; ++c) {
    if (kBase64Values[c] < 0) table[c & 15] |= Class(c >> 4);
  }
  table['-' & 15] |= 0x08;
  table['/' & 15] |= kMoves;  // Of `_` too.
  return table;
}();

// The shuffle gives 0 for bytes above ASCII, and so to each of them all of its high half's bits.
constexpr Table kNotLow = [] {
  Table table{};
  for (int low = 0; low < 16; ++low) table[low] = static_cast<uint8_t>(~kLow[low]);
  return table;
}();

// What both halves have: a class only if the character is foreign.
constexpr uint8_t Common(int c) { return kLow[c & 15] & kHigh[c >> 4]; }

constexpr int Place(int c) { return (c >> 4 ^ Common(c)) & 15; }

constexpr Table kOffsets = [] {
  Table table{};
  for (int c = 0; c < 256; ++c) {
    if (kBase64Values[c] >= 0) table[Place(c)] = static_cast<uint8_t>(kBase64Values[c] - c);
  }
  return table;
}();

constexpr bool TablesAreRight() {
  for (int c = 0; c < 256; ++c) {
    const bool foreign = kBase64Values[c] < 0;
    const auto value = static_cast<uint8_t>(kBase64Values[c]);
    if (((Common(c) & ~kMoves) != 0) != foreign) return false;
    if (!foreign && static_cast<uint8_t>(c + kOffsets[Place(c)]) != value) return false;
  }
  return true;
}
static_assert(TablesAreRight());

MEDIAGEN_AVX2 __m256i Load(const void* from) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}

MEDIAGEN_AVX2 __m256i Twice(const Table& table) {
  return _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data())));
}

// Turns characters into values; what comes of foreign ones leaves a class in `common`.
MEDIAGEN_AVX2 __m256i Values(__m256i characters, __m256i& common) {
  const __m256i half = _mm256_set1_epi8(15);
  const __m256i high = _mm256_and_si256(_mm256_srli_epi32(characters, 4), half);
  const __m256i shared = _mm256_andnot_si256(_mm256_shuffle_epi8(Twice(kNotLow), characters),
                                             _mm256_shuffle_epi8(Twice(kHigh), high));
  common = _mm256_or_si256(common, shared);
  return _mm256_add_epi8(characters,
                         _mm256_shuffle_epi8(Twice(kOffsets), _mm256_xor_si256(high, shared)));
}

// Writes 24 bytes, and four behind them.
MEDIAGEN_AVX2 void Store(__m256i values, char* out) {
  // 6 + 6 bits, then 12 + 12 of them, then their three bytes, the highest first.
  const __m256i pairs = _mm256_maddubs_epi16(values, _mm256_set1_epi32(0x01400140));
  const __m256i groups = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000));
  constexpr Table kBytes = {2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 128, 128, 128, 128};
  const __m256i halves = _mm256_shuffle_epi8(groups, Twice(kBytes));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm256_castsi256_si128(halves));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(out + 12), _mm256_extracti128_si256(halves, 1));
}

MEDIAGEN_AVX2 bool HasForeign(__m256i common) {
  return _mm256_testz_si256(common, _mm256_set1_epi8(static_cast<char>(~kMoves))) == 0;
}

}  // namespace

__attribute__((target("avx2"))) size_t DecodeGroupsAvx2(const char* in, size_t groups, char* out) {
  size_t left = groups;
  // 32 groups a round; the last store needs the room of two more.
  for (; left >= 34; left -= 32, in += 128, out += 96) {
    __m256i common = _mm256_setzero_si256();
    const __m256i a = Values(Load(in), common);
    const __m256i b = Values(Load(in + 32), common);
    const __m256i c = Values(Load(in + 64), common);
    const __m256i d = Values(Load(in + 96), common);
    if (HasForeign(common)) break;
    Store(a, out);
    Store(b, out + 24);
    Store(c, out + 48);
    Store(d, out + 72);
  }
  for (; left >= 10; left -= 8, in += 32, out += 24) {
    __m256i common = _mm256_setzero_si256();
    const __m256i values = Values(Load(in), common);
    if (HasForeign(common)) break;
    Store(values, out);
  }
  return groups - left + DecodeGroupsScalar(in, left, out);
}

}  // namespace mediagen

#endif  // __x86_64__
