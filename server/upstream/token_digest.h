// Tokens as they are kept: by their hash alone.
#ifndef MEDIAGEN_SERVER_UPSTREAM_TOKEN_DIGEST_H_
#define MEDIAGEN_SERVER_UPSTREAM_TOKEN_DIGEST_H_

#include <array>
#include <cstddef>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace mediagen {

// SHA-256 of a token. A plain value. A plain hash is enough: tokens are random, so that there are
// no words to try.
class TokenDigest {
 public:
  static constexpr size_t kBytes = 32;

  static TokenDigest Of(absl::string_view token);
  // 64 hex digits, else nothing.
  static std::optional<TokenDigest> FromHex(absl::string_view hex);

  friend bool operator==(const TokenDigest&, const TokenDigest&) = default;

  std::array<unsigned char, kBytes> bytes = {};
};

// Where `presented` stands among `known`. Looks at every byte of every digest, so that the time it
// takes tells nothing of them.
std::optional<size_t> FindDigest(absl::Span<const TokenDigest> known, const TokenDigest& presented);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_TOKEN_DIGEST_H_
