// From our statuses to gRPC's.
#ifndef MEDIAGEN_SERVER_RPC_STATUS_H_
#define MEDIAGEN_SERVER_RPC_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace mediagen {

// The payloads of `status` become the details of a google.rpc.Status; one without ErrorInfo gets
// one.
grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_STATUS_H_
