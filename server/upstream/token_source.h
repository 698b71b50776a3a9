// Where access tokens come from.
#ifndef MEDIAGEN_SERVER_UPSTREAM_TOKEN_SOURCE_H_
#define MEDIAGEN_SERVER_UPSTREAM_TOKEN_SOURCE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mediagen {

// The only scope that the upstreams of this server ask for.
inline constexpr absl::string_view kCloudPlatformScope =
    "https://www.googleapis.com/auth/cloud-platform";
// Both the place of the token call and, whatever that is, what a signed grant is meant for.
inline constexpr absl::string_view kDefaultTokenUri = "https://oauth2.googleapis.com/token";

// Everything that a token call needs to know. A plain value; which members are set goes by kind.
class TokenSource {
 public:
  enum class Kind { kServiceAccount, kAuthorizedUser, kMetadataServer };

  TokenSource() = default;

  Kind kind = Kind::kMetadataServer;
  std::vector<std::string> scopes = {std::string(kCloudPlatformScope)};

  // kServiceAccount and kAuthorizedUser: where the call goes.
  std::string token_uri = std::string(kDefaultTokenUri);
  // kServiceAccount.
  std::string client_email;
  std::string private_key;  // PEM.
  std::string private_key_id;
  // kAuthorizedUser.
  std::string client_id;
  std::string client_secret;
  std::string refresh_token;
  std::string quota_project;
  // kMetadataServer: HOST or HOST:PORT.
  std::string metadata_host;
};

// A credential file of type `service_account` or `authorized_user`. Its secrets are remembered as
// such, and no error quotes them. `http://` token URIs are for loopback unless `allow_plaintext`.
absl::StatusOr<TokenSource> ReadCredentialJson(absl::string_view json, bool allow_plaintext);

// The metadata server at `host`; if that is empty, at the host that the environment variable
// GCE_METADATA_HOST names, or at metadata.google.internal.
absl::StatusOr<TokenSource> MetadataServerAt(absl::string_view host);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_TOKEN_SOURCE_H_
