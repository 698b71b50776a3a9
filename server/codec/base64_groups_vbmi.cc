// Base64 with AVX-512 VBMI, 64 characters at a time: one instruction is the table of all ASCII.
#ifdef __x86_64__

#include <immintrin.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "server/codec/base64_alphabet.h"
#include "server/codec/base64_paths.h"

#define MEDIAGEN_VBMI_TARGET target("avx512f,avx512bw,avx512vbmi")
#define MEDIAGEN_VBMI __attribute__((MEDIAGEN_VBMI_TARGET, always_inline)) inline

namespace mediagen {
namespace {

using Bytes = std::array<uint8_t, 64>;

// Where the `n`th byte of a text lies once Groups() has put each three bytes into four.
constexpr uint8_t Spread(int n) { return static_cast<uint8_t>(n / 3 * 4 + 2 - n % 3); }

// Takes 64 bytes in a row, from the `first` on, out of two vectors of 48 bytes each.
constexpr Bytes Picks(int first) {
  Bytes picks{};
  for (int i = 0; i < 64; ++i) picks[i] = Spread(first + i);
  return picks;
}
// The first of four vectors gives all of its bytes and 16 of the next, and so on.
constexpr Bytes kPicks[] = {Picks(0), Picks(16), Picks(32)};

constexpr uint64_t FirstBits(size_t count) {
  return count == 64 ? ~uint64_t{0} : (uint64_t{1} << count) - 1;
}

MEDIAGEN_VBMI __m512i Load(const void* from) { return _mm512_loadu_si512(from); }

// Without the empty statement g++ 12 reads a vector again for each use: 7 % of the loop's time.
MEDIAGEN_VBMI __m512i LoadOnce(const void* from) {
  __m512i vector = Load(from);
  asm("" : "+v"(vector));
  return vector;
}

// A foreign character's value has its highest bit set, or the character itself has it.
MEDIAGEN_VBMI __m512i Values(__m512i characters) {
  return _mm512_permutex2var_epi8(Load(kBase64Values.data()), characters,
                                  Load(kBase64Values.data() + 64));
}

// 6 + 6 bits, then 12 + 12 of them.
MEDIAGEN_VBMI __m512i Groups(__m512i values) {
  const __m512i pairs = _mm512_maddubs_epi16(values, _mm512_set1_epi32(0x01400140));
  return _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x00011000));
}

MEDIAGEN_VBMI void StorePicked(__m512i first, const Bytes& picks, __m512i second, char* out) {
  _mm512_storeu_si512(out, _mm512_permutex2var_epi8(first, Load(picks.data()), second));
}

// 64 groups, exactly.
MEDIAGEN_VBMI void Store(const __m512i* values, char* out) {
  const __m512i second = Groups(values[1]);
  const __m512i third = Groups(values[2]);
  StorePicked(Groups(values[0]), kPicks[0], second, out);
  StorePicked(second, kPicks[1], third, out + 64);
  StorePicked(third, kPicks[2], Groups(values[3]), out + 128);
}

// Up to 16 groups, by masks, which keep it inside of both buffers.
MEDIAGEN_VBMI size_t DecodeFew(const char* in, size_t groups, char* out) {
  const __m512i characters =
      _mm512_mask_loadu_epi8(_mm512_set1_epi8('A'), FirstBits(4 * groups), in);
  const __m512i values = Values(characters);
  const uint64_t foreign = _mm512_movepi8_mask(_mm512_or_si512(values, characters));
  const size_t valid = std::min<size_t>(groups, std::countr_zero(foreign) / 4);
  const __mmask64 decoded = FirstBits(3 * valid);
  _mm512_mask_storeu_epi8(
      out, decoded, _mm512_maskz_permutexvar_epi8(decoded, Load(kPicks[0].data()), Groups(values)));
  return valid;
}

}  // namespace

__attribute__((MEDIAGEN_VBMI_TARGET)) size_t DecodeGroupsVbmi(const char* in, size_t groups,
                                                              char* out) {
  size_t left = groups;
  for (; left >= 128; left -= 128, in += 512, out += 384) {
    __m512i values[8];
    __m512i any = _mm512_setzero_si512();
#pragma GCC unroll 8
    for (int i = 0; i < 8; ++i) {
      const __m512i characters = LoadOnce(in + 64 * i);
      values[i] = Values(characters);
      any = _mm512_ternarylogic_epi64(any, characters, values[i], 0xfe);  // Or of the three.
    }
    if (_mm512_movepi8_mask(any) != 0) break;
    Store(values, out);
    Store(values + 4, out + 192);
  }
  while (left > 0) {
    const size_t wanted = std::min<size_t>(left, 16);
    const size_t done = DecodeFew(in, wanted, out);
    left -= done;
    if (done < wanted) break;
    in += 64;
    out += 48;
  }
  return groups - left;
}

}  // namespace mediagen

#endif  // __x86_64__
