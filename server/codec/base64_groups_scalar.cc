// Base64 by tables, four groups at a time: for any CPU.

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "server/codec/base64_alphabet.h"
#include "server/codec/base64_paths.h"

namespace mediagen {
namespace {

constexpr uint32_t kForeign = 1u << 24;

// One table per place in the group: the character's bits where the three bytes, read as a
// little-endian number, want them. A foreign character sets a bit above the three bytes.
struct Tables {
  std::array<uint32_t, 256> place[4];
};

constexpr Tables kTables = [] {
  Tables tables{};
  for (int c = 0; c < 256; ++c) {
    if (kBase64Values[c] < 0) {
      for (auto& table : tables.place) table[c] = kForeign;
      continue;
    }
    const uint32_t bits = static_cast<unsigned char>(kBase64Values[c]);
    tables.place[0][c] = bits << 2;
    tables.place[1][c] = bits >> 4 | (bits & 15) << 12;
    tables.place[2][c] = bits >> 2 << 8 | (bits & 3) << 22;
    tables.place[3][c] = bits << 16;
  }
  return tables;
}();

inline uint32_t Lookup(const unsigned char* in) {
  return kTables.place[0][in[0]] | kTables.place[1][in[1]] | kTables.place[2][in[2]] |
         kTables.place[3][in[3]];
}

inline void StoreLittle64(char* out, uint64_t value) {
  if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
  std::memcpy(out, &value, sizeof(value));
}

inline void StoreLittle32(char* out, uint32_t value) {
  if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap32(value);
  std::memcpy(out, &value, sizeof(value));
}

}  // namespace

size_t DecodeGroupsScalar(const char* in, size_t groups, char* out) {
  const auto* from = reinterpret_cast<const unsigned char*>(in);
  size_t done = 0;
  // Four groups make twelve bytes, which two stores write exactly.
  for (; groups - done >= 4; done += 4, from += 16, out += 12) {
    const uint64_t a = Lookup(from);
    const uint64_t b = Lookup(from + 4);
    const uint64_t c = Lookup(from + 8);
    const uint64_t d = Lookup(from + 12);
    if ((a | b | c | d) & kForeign) break;
    StoreLittle64(out, a | b << 24 | c << 48);
    StoreLittle32(out + 8, static_cast<uint32_t>(c >> 16 | d << 8));
  }
  for (; done < groups; ++done, from += 4, out += 3) {
    const uint32_t group = Lookup(from);
    if (group & kForeign) break;
    out[0] = static_cast<char>(group);
    out[1] = static_cast<char>(group >> 8);
    out[2] = static_cast<char>(group >> 16);
  }
  return done;
}

}  // namespace mediagen
