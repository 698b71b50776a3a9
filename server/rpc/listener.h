// How a server listens, and what a connection may do.
#ifndef MEDIAGEN_SERVER_RPC_LISTENER_H_
#define MEDIAGEN_SERVER_RPC_LISTENER_H_

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <memory>

#include "server/rpc/listener_options.h"

namespace mediagen {

void SetConnectionLimits(const ConnectionLimits& limits, grpc::ServerBuilder& builder);

// gRPC's library of reflection puts it into every server of a process that it is linked into.
void LeaveOutReflection(grpc::ServerBuilder& builder);

std::shared_ptr<grpc::ServerCredentials> ListenerCredentials(const TlsFiles& files);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_LISTENER_H_
