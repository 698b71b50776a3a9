#include "sandbox/base64.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace mediagen::sandbox {
namespace {

constexpr size_t kPieceBytes = 3 * 256 * 1024;  // EVP_EncodeBlock counts with int.
constexpr int8_t kNone = -1;
constexpr int8_t kBlank = -2;
constexpr int8_t kPadding = -3;

constexpr std::array<int8_t, 256> MakeValues() {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::array<int8_t, 256> values{};
  values.fill(kNone);
  for (size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<int8_t>(i);
  }
  values['-'] = values['+'];
  values['_'] = values['/'];
  for (char blank : {' ', '\t', '\n', '\f', '\r'}) {
    values[static_cast<unsigned char>(blank)] = kBlank;
  }
  values['='] = kPadding;
  return values;
}

constexpr std::array<int8_t, 256> kValues = MakeValues();

}  // namespace

std::string EncodeBase64(std::string_view bytes) {
  std::string text(Base64Size(bytes.size()) + 1, '\0');  // EVP_EncodeBlock ends with a NUL.
  size_t written = 0;
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kPieceBytes);
    written += static_cast<size_t>(EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(text.data() + written),
        reinterpret_cast<const unsigned char*>(piece.data()), static_cast<int>(piece.size())));
    bytes.remove_prefix(piece.size());
  }
  text.resize(written);
  return text;
}

std::optional<std::string> DecodeBase64(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 3);
  uint32_t bits = 0;
  size_t characters = 0;
  size_t padding = 0;
  for (char c : text) {
    const int8_t value = kValues[static_cast<unsigned char>(c)];
    if (value == kBlank) continue;
    if (value == kPadding) {
      ++padding;
      continue;
    }
    if (value == kNone || padding > 0) return std::nullopt;
    bits = (bits << 6) | static_cast<uint32_t>(value);
    if (++characters % 4 != 0) continue;
    bytes.push_back(static_cast<char>(bits >> 16));
    bytes.push_back(static_cast<char>(bits >> 8));
    bytes.push_back(static_cast<char>(bits));
  }
  const size_t left = characters % 4;
  if (left == 1 || (padding > 0 && (characters + padding) % 4 != 0) || padding > 2) {
    return std::nullopt;
  }
  if (left >= 2) bytes.push_back(static_cast<char>(bits >> (left == 2 ? 4 : 10)));
  if (left == 3) bytes.push_back(static_cast<char>(bits >> 2));
  return bytes;
}

}  // namespace mediagen::sandbox
