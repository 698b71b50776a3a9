// The call that brings an access token: pure functions.
#ifndef MEDIAGEN_SERVER_UPSTREAM_TOKEN_CALL_H_
#define MEDIAGEN_SERVER_UPSTREAM_TOKEN_CALL_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/net/http_exchange.h"
#include "server/net/http_request.h"
#include "server/upstream/token_source.h"
#include "server/upstream/upstream_error.h"

namespace mediagen {

// An access token as its source gave it. A plain value.
class Token {
 public:
  Token() = default;

  std::string access_token;
  // Counted from the answer on; none: the source did not say.
  std::optional<absl::Duration> expires_in;
};

// The request for a token. An error says that the source's key cannot sign.
absl::StatusOr<HttpRequest> EncodeTokenRequest(const TokenSource& source, absl::Time now);

// What came of a token call. A plain value.
class TokenAnswer {
 public:
  TokenAnswer() = default;

  bool ok = false;
  Token token;          // If ok.
  UpstreamError error;  // If not.
};

// Reads a whole answer of a `kind` of source. The token is one that can stand in a header.
TokenAnswer ReadToken(TokenSource::Kind kind, const HttpHead& head, absl::string_view body);

// What a caller sees whose call needs a token that cannot be had: INTERNAL `UPSTREAM_CREDENTIALS`
// when the source refuses for good, UNAVAILABLE with RetryInfo when asking again may help. Nothing
// can have been paid.
absl::Status TokenStatus(const UpstreamError& error);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_TOKEN_CALL_H_
