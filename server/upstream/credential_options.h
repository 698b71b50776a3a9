// Which credential a provider uses.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CREDENTIAL_OPTIONS_H_
#define MEDIAGEN_SERVER_UPSTREAM_CREDENTIAL_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/upstream/token_credential.h"

namespace mediagen {

// One source of keys, and how it is used. A plain value.
class CredentialOptions {
 public:
  CredentialOptions() = default;

  // Exactly one of these is set.
  std::string api_key_file;      // Its first line; read again while the server runs.
  std::string api_key_variable;  // Of the environment.
  std::string token_file;        // A static access token; the rest as for keys.
  std::string token_variable;
  std::string credential_file;  // JSON of type service_account or authorized_user.
  std::string credential_json;  // Such a file's text.
  bool metadata_server = false;
  // The file that GOOGLE_APPLICATION_CREDENTIALS names, else the one that gcloud leaves in the home
  // directory, else the metadata server.
  bool application_default = false;

  // HOST or HOST:PORT; empty: GCE_METADATA_HOST of the environment, else metadata.google.internal.
  std::string metadata_host;
  // Empty: that of the cloud platform.
  std::vector<std::string> scopes;
  // Lets a credential file name an `http://` token URI beyond loopback.
  bool allow_plaintext_token_uri = false;
  // Pause between two looks at a file of a key or static token.
  absl::Duration look_interval = absl::Seconds(1);
  TokenCacheOptions cache;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CREDENTIAL_OPTIONS_H_
