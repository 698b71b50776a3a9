// Base64 with AVX2, 24 bytes at a time: they are spread over 32 values of 6 bits, and a character
// is its value plus an offset that five ranges share.
#ifdef __x86_64__

#include <immintrin.h>

#include "server/net/base64_encoder.h"

#define MEDIAGEN_AVX2 __attribute__((target("avx2"), always_inline)) inline

namespace mediagen {
namespace {

// The values of 12 bytes in each half. The bytes of half 0 begin at byte 4, those of half 1 at the
// first: so stand bytes 0 to 23 in a load from four bytes before them.
MEDIAGEN_AVX2 __m256i Values(__m256i bytes) {
  // Bytes 0 1 2 of a group become 1 0 2 1: each value lies within one of the two words then.
  const __m256i spread = _mm256_shuffle_epi8(
      bytes, _mm256_setr_epi8(5, 4, 6, 5, 8, 7, 9, 8, 11, 10, 12, 11, 14, 13, 15, 14,  //
                              1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10));
  // The first and third value come down by 10 and 6 bits, the second and fourth go up by 4 and 8.
  const __m256i odd = _mm256_mulhi_epu16(_mm256_and_si256(spread, _mm256_set1_epi32(0x0fc0fc00)),
                                         _mm256_set1_epi32(0x04000040));
  const __m256i even = _mm256_mullo_epi16(_mm256_and_si256(spread, _mm256_set1_epi32(0x003f03f0)),
                                          _mm256_set1_epi32(0x01000010));
  return _mm256_or_si256(odd, even);
}

MEDIAGEN_AVX2 __m256i Characters(__m256i values) {
  // 0 for small letters, 1 to 10 for digits, 11 for `+`, 12 for `/`, 13 for capitals.
  const __m256i beyond = _mm256_subs_epu8(values, _mm256_set1_epi8(51));
  const __m256i is_capital = _mm256_cmpgt_epi8(_mm256_set1_epi8(26), values);
  const __m256i range = _mm256_or_si256(beyond, _mm256_and_si256(is_capital, _mm256_set1_epi8(13)));
  const __m256i offsets = _mm256_broadcastsi128_si256(
      _mm_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                    '0' - 52, '0' - 52, '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0));
  return _mm256_add_epi8(values, _mm256_shuffle_epi8(offsets, range));
}

}  // namespace

__attribute__((target("avx2"))) void EncodeBase64GroupsAvx2(const char* bytes, size_t groups,
                                                            char* characters) {
  // A load begins four bytes early and ends four bytes late.
  constexpr size_t kEarly = 2, kLate = 2, kAtOnce = 8;  // Groups.
  if (groups >= kEarly + kAtOnce + kLate) {
    EncodeBase64GroupsScalar(bytes, kEarly, characters);
    bytes += 3 * kEarly;
    characters += 4 * kEarly;
    groups -= kEarly;
    for (; groups >= kAtOnce + kLate; groups -= kAtOnce) {
      const __m256i loaded = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes - 4));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(characters), Characters(Values(loaded)));
      bytes += 3 * kAtOnce;
      characters += 4 * kAtOnce;
    }
  }
  EncodeBase64GroupsScalar(bytes, groups, characters);
}

}  // namespace mediagen

#endif  // __x86_64__
