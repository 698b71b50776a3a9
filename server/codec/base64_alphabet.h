// The base64 alphabet as every decoder of this folder reads it.
#ifndef MEDIAGEN_SERVER_CODEC_BASE64_ALPHABET_H_
#define MEDIAGEN_SERVER_CODEC_BASE64_ALPHABET_H_

#include <array>
#include <cstdint>

namespace mediagen {

// The six bits of each character, or -1. `-` `_` (the URL-safe pair) equal `+` `/` in any mixture.
inline constexpr std::array<int8_t, 256> kBase64Values = [] {
  std::array<int8_t, 256> values{};
  values.fill(-1);
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (int i = 0; i < 64; ++i) values[static_cast<unsigned char>(kAlphabet[i])] = i;
  values['-'] = 62;
  values['_'] = 63;
  return values;
}();

constexpr int Base64Value(char c) { return kBase64Values[static_cast<unsigned char>(c)]; }

// White space that base64 may carry anywhere; one more (form feed) than JSON knows.
constexpr bool IsBase64WhiteSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_BASE64_ALPHABET_H_
