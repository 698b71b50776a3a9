#include "server/net/base64_encoder.h"

#include <array>
#include <cstdint>
#include <cstring>

namespace mediagen {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Two characters for each 12 bits: half of the look-ups.
using Pair = std::array<char, 2>;
constexpr std::array<Pair, 4096> kPairs = [] {
  std::array<Pair, 4096> pairs{};
  for (size_t bits = 0; bits < pairs.size(); ++bits)
    pairs[bits] = {kAlphabet[bits >> 6], kAlphabet[bits & 63]};
  return pairs;
}();

uint32_t Byte(const char* bytes, size_t i) { return static_cast<unsigned char>(bytes[i]); }

}  // namespace

void EncodeBase64GroupsScalar(const char* bytes, size_t groups, char* characters) {
  for (; groups > 0; --groups, bytes += 3, characters += 4) {
    const uint32_t bits = Byte(bytes, 0) << 16 | Byte(bytes, 1) << 8 | Byte(bytes, 2);
    std::memcpy(characters, kPairs[bits >> 12].data(), 2);
    std::memcpy(characters + 2, kPairs[bits & 0xfff].data(), 2);
  }
}

void EncodeBase64Groups(const char* bytes, size_t groups, char* characters) {
#ifdef __x86_64__
  static const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0;
  if (kHasAvx2) return EncodeBase64GroupsAvx2(bytes, groups, characters);
#endif
  EncodeBase64GroupsScalar(bytes, groups, characters);
}

void EncodeBase64Group(const char* bytes, size_t count, char* characters) {
  char whole[3] = {};
  std::memcpy(whole, bytes, count);
  EncodeBase64GroupsScalar(whole, 1, characters);
  for (size_t i = count + 1; i < 4; ++i) characters[i] = '=';
}

}  // namespace mediagen
