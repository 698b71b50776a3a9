// TLS whose certificates may change while the server runs.
#ifndef MEDIAGEN_SERVER_RPC_TLS_CREDENTIALS_H_
#define MEDIAGEN_SERVER_RPC_TLS_CREDENTIALS_H_

#include <grpcpp/security/server_credentials.h>

#include <memory>

#include "server/rpc/listener_options.h"

namespace mediagen {

// New connections get what the files hold within a few seconds of a change; those that stand stay.
std::shared_ptr<grpc::ServerCredentials> TlsCredentials(const TlsFiles& files);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_TLS_CREDENTIALS_H_
