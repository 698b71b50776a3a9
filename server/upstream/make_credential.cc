#include "server/upstream/make_credential.h"

#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"
#include "server/upstream/key_credential.h"
#include "server/upstream/key_file.h"
#include "server/upstream/token_fetch.h"

namespace mediagen {
namespace {

constexpr char kFileVariable[] = "GOOGLE_APPLICATION_CREDENTIALS";
constexpr absl::string_view kFileInHome = "/.config/gcloud/application_default_credentials.json";

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

absl::Status CheckOneSource(const CredentialOptions& options) {
  int named = 0;
  for (const std::string* text :
       {&options.api_key_file, &options.api_key_variable, &options.token_file,
        &options.token_variable, &options.credential_file, &options.credential_json}) {
    if (!text->empty()) ++named;
  }
  if (options.metadata_server) ++named;
  if (options.application_default) ++named;
  if (named == 1) return absl::OkStatus();
  return absl::InvalidArgumentError("exactly one source of credentials must be named");
}

absl::StatusOr<TokenSource> ReadCredentialFile(const std::string& path, bool allow_plaintext) {
  const absl::StatusOr<std::string> text = ReadSmallFile(path);
  if (!text.ok()) {
    return absl::Status(text.status().code(),
                        absl::StrCat("credential file ", text.status().message()));
  }
  absl::StatusOr<TokenSource> source = ReadCredentialJson(*text, allow_plaintext);
  if (source.ok()) return source;
  return absl::Status(source.status().code(),
                      absl::StrCat("credential file ", path, ": ", source.status().message()));
}

// The credential file of `options`; empty when it is the metadata server that gives tokens. A file
// that the environment names must be there, the one in the home directory may be.
std::string CredentialFileOf(const CredentialOptions& options) {
  if (!options.application_default) return options.credential_file;
  if (std::string named = Variable(kFileVariable); !named.empty()) return named;
  const std::string home = Variable("HOME");
  const std::string path = absl::StrCat(home, kFileInHome);
  return !home.empty() && access(path.c_str(), F_OK) == 0 ? path : "";
}

absl::StatusOr<std::unique_ptr<Credential>> MakeFixed(AccessKey::Kind kind,
                                                      const std::string& variable) {
  absl::StatusOr<std::string> key = ReadKeyVariable(variable);
  if (!key.ok()) return key.status();
  return std::make_unique<FixedCredential>(AccessKey(kind, *std::move(key)),
                                           FixedCredential::Owner::kOperator);
}

absl::StatusOr<std::unique_ptr<Credential>> MakeToken(CredentialOptions options) {
  // The search is made once: a file that goes away later must not hand its calls to whoever this
  // machine is.
  if (std::string path = CredentialFileOf(options); !path.empty()) {
    options.credential_file = std::move(path);
    options.application_default = false;
  }
  absl::StatusOr<TokenSource> source = FindTokenSource(options);
  if (!source.ok()) return source.status();
  TokenCredential::ReadSource read_again;
  if (!options.credential_file.empty()) {
    read_again = [options] { return FindTokenSource(options); };
  }
  return std::make_unique<TokenCredential>(*std::move(source), std::move(read_again),
                                           options.cache);
}

}  // namespace

absl::StatusOr<TokenSource> FindTokenSource(const CredentialOptions& options) {
  if (absl::Status one = CheckOneSource(options); !one.ok()) return one;
  const bool plaintext = options.allow_plaintext_token_uri;
  const std::string path = CredentialFileOf(options);
  absl::StatusOr<TokenSource> source =
      absl::InvalidArgumentError("the credential is no source of tokens");
  if (!options.credential_json.empty()) {
    source = ReadCredentialJson(options.credential_json, plaintext);
  } else if (!path.empty()) {
    source = ReadCredentialFile(path, plaintext);
  } else if (options.metadata_server || options.application_default) {
    source = MetadataServerAt(options.metadata_host);
  }
  if (source.ok() && !options.scopes.empty()) source->scopes = options.scopes;
  return source;
}

absl::StatusOr<std::unique_ptr<Credential>> MakeCredential(const CredentialOptions& options) {
  if (absl::Status one = CheckOneSource(options); !one.ok()) return one;
  if (!options.api_key_variable.empty()) {
    return MakeFixed(AccessKey::Kind::kApiKey, options.api_key_variable);
  }
  if (!options.token_variable.empty()) {
    return MakeFixed(AccessKey::Kind::kToken, options.token_variable);
  }
  if (!options.api_key_file.empty()) {
    return FileCredential::Open(AccessKey::Kind::kApiKey, options.api_key_file,
                                options.look_interval);
  }
  if (!options.token_file.empty()) {
    return FileCredential::Open(AccessKey::Kind::kToken, options.token_file, options.look_interval);
  }
  return MakeToken(options);
}

Task<absl::StatusOr<Token>> FetchTokenOnce(CallContext& call, HttpClient& http,
                                           const CredentialOptions& options) {
  const absl::StatusOr<TokenSource> source = FindTokenSource(options);
  if (!source.ok()) {
    co_return MakeError(absl::StatusCode::kInternal, "UPSTREAM_CREDENTIALS",
                        source.status().message());
  }
  absl::StatusOr<Token> token =
      co_await FetchToken(call, http, *source, options.cache.longest_backoff);
  co_return token;
}

}  // namespace mediagen
