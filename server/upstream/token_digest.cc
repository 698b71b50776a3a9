#include "server/upstream/token_digest.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace mediagen {

TokenDigest TokenDigest::Of(absl::string_view token) {
  TokenDigest digest;
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(), digest.bytes.data());
  return digest;
}

std::optional<TokenDigest> TokenDigest::FromHex(absl::string_view hex) {
  const bool is_hex = std::all_of(hex.begin(), hex.end(), [](char c) {
    return absl::ascii_isxdigit(static_cast<unsigned char>(c));
  });
  if (hex.size() != 2 * kBytes || !is_hex) return std::nullopt;
  const std::string raw = absl::HexStringToBytes(hex);
  TokenDigest digest;
  std::copy(raw.begin(), raw.end(), digest.bytes.begin());
  return digest;
}

std::optional<size_t> FindDigest(absl::Span<const TokenDigest> known,
                                 const TokenDigest& presented) {
  size_t found = known.size();
  for (size_t i = 0; i < known.size(); ++i) {
    const auto same = static_cast<size_t>(
        CRYPTO_memcmp(known[i].bytes.data(), presented.bytes.data(), TokenDigest::kBytes) == 0);
    // No branch: all bits of `mask` are set where they are the same.
    const size_t mask = size_t{0} - same;
    found = (found & ~mask) | (i & mask);
  }
  if (found == known.size()) return std::nullopt;
  return found;
}

}  // namespace mediagen
