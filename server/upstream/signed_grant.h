// The proof with which a service account asks for a token.
#ifndef MEDIAGEN_SERVER_UPSTREAM_SIGNED_GRANT_H_
#define MEDIAGEN_SERVER_UPSTREAM_SIGNED_GRANT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/upstream/token_source.h"

namespace mediagen {

// Whether `pem` is a private RSA key of 2048 to 8192 bits. A key behind a passphrase is none.
bool IsSigningKey(absl::string_view pem);

// The JSON Web Token (RS256) of a service account, good for an hour from `now` on.
absl::StatusOr<std::string> SignGrant(const TokenSource& source, absl::Time now);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_SIGNED_GRANT_H_
