// What a caller shows of himself.
#ifndef MEDIAGEN_SERVER_RPC_CALLER_IDENTITY_H_
#define MEDIAGEN_SERVER_RPC_CALLER_IDENTITY_H_

#include <grpcpp/server_context.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace mediagen {

// UNAUTHENTICATED `TOKEN_INVALID`. `why` quotes nothing that came with the call.
absl::Status TokenInvalid(absl::string_view why);

// The token of metadata `authorization: Bearer TOKEN`; empty when there is no such metadata.
// `TOKEN_INVALID` when it is there twice or looks otherwise.
absl::StatusOr<std::string> BearerToken(const grpc::CallbackServerContext& context);

// Subject alternative names of the client certificate that the connection was opened with, checked
// by TLS; none without.
std::vector<std::string> CertificateNames(const grpc::CallbackServerContext& context);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_CALLER_IDENTITY_H_
