#include "server/rpc/call_credential.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/rpc/log.h"
#include "server/upstream/error_details.h"
#include "server/upstream/key_credential.h"

namespace mediagen {
namespace {

absl::Status Refused(absl::string_view why) {
  return MakeError(absl::StatusCode::kPermissionDenied, "CALLER_KEY_REFUSED",
                   absl::StrCat("x-mediagen-upstream-key: ", why));
}

// A key file that has become unusable is the operator's to mend, long before the old key ends.
void NoteProblem(Credential& credential) {
  const absl::Status problem = credential.TakeProblem();
  if (!problem.ok()) WriteLog("WARNING", "credential_problem", problem.message());
}

// Cloud projects are opened by tokens, everything else by keys.
AccessKey::Kind KindFor(const Provider& provider) {
  return provider.options().project.empty() ? AccessKey::Kind::kApiKey : AccessKey::Kind::kToken;
}

}  // namespace

absl::StatusOr<CallCredential> CredentialOf(const ServiceContext& services, const Call& call,
                                            const Provider& provider) {
  CallCredential chosen;
  const std::string& key = call.caller().upstream_key;
  if (key.empty()) {
    chosen.credential = provider.credential();
    NoteProblem(*chosen.credential);
    return chosen;
  }
  if (!services.options().allow_caller_keys) return Refused("this server takes no keys of callers");
  if (!call.caller().is_private) return Refused("it is taken over TLS or on loopback only");
  absl::StatusOr<std::unique_ptr<Credential>> own = MakeCallerCredential(KindFor(provider), key);
  if (!own.ok()) return own.status();
  chosen.credential = *std::move(own);
  chosen.id = KeyFingerprint(key);
  return chosen;
}

absl::StatusOr<CallCredential> CredentialOf(const ServiceContext& services, const Call& call,
                                            const Provider& provider, const Operation& operation) {
  if (operation.credential_id.empty()) {
    CallCredential operators;
    operators.credential = provider.credential();
    return operators;
  }
  absl::StatusOr<CallCredential> own = CredentialOf(services, call, provider);
  if (!own.ok()) return own;
  if (own->id != operation.credential_id) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "OPERATION_KEY_REQUIRED",
                     "operation: it was started with a caller's own key, which this call must "
                     "bring as x-mediagen-upstream-key");
  }
  return own;
}

}  // namespace mediagen
