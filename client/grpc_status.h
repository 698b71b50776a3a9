#ifndef MEDIAGEN_CLIENT_GRPC_STATUS_H_
#define MEDIAGEN_CLIENT_GRPC_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace mediagen::client {

// The same status with the details of the trailer `grpc-status-details-bin` as payloads.
absl::Status ToAbslStatus(const grpc::Status& status);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_GRPC_STATUS_H_
