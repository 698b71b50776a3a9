// Credentials out of their options.
#ifndef MEDIAGEN_SERVER_UPSTREAM_MAKE_CREDENTIAL_H_
#define MEDIAGEN_SERVER_UPSTREAM_MAKE_CREDENTIAL_H_

#include <memory>

#include "absl/status/statusor.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/upstream/credential.h"
#include "server/upstream/credential_options.h"
#include "server/upstream/token_call.h"
#include "server/upstream/token_source.h"

namespace mediagen {

// Reads what is to be read, but asks nobody. An error says what is wrong in the configuration; it
// names files and variables and quotes nothing of them.
absl::StatusOr<std::unique_ptr<Credential>> MakeCredential(const CredentialOptions& options);

// Where the tokens of `options` come from; an error when they name no source of tokens.
absl::StatusOr<TokenSource> FindTokenSource(const CredentialOptions& options);

// One token, or what a call that needs it would see. `options` outlives the task.
Task<absl::StatusOr<Token>> FetchTokenOnce(CallContext& call, HttpClient& http,
                                           const CredentialOptions& options);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_MAKE_CREDENTIAL_H_
