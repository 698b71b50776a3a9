// Whose key a call uses.
#ifndef MEDIAGEN_SERVER_RPC_CALL_CREDENTIAL_H_
#define MEDIAGEN_SERVER_RPC_CALL_CREDENTIAL_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/rpc/service_context.h"

namespace mediagen {

// A credential and the fingerprint of the caller's own key in it; empty: the operator's. A plain
// value.
class CallCredential {
 public:
  CallCredential() = default;
  std::shared_ptr<Credential> credential;
  std::string id;
};

// The caller's own where the call brings one, else the operator's. PERMISSION_DENIED
// `CALLER_KEY_REFUSED` where the operator does not allow callers' keys, or the connection lets
// others read along.
absl::StatusOr<CallCredential> CredentialOf(const ServiceContext& services, const Call& call,
                                            const Provider& provider);

// That under which `operation` was started. FAILED_PRECONDITION `OPERATION_KEY_REQUIRED` when that
// was a caller's own and the call does not bring the same.
absl::StatusOr<CallCredential> CredentialOf(const ServiceContext& services, const Call& call,
                                            const Provider& provider, const Operation& operation);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_CALL_CREDENTIAL_H_
