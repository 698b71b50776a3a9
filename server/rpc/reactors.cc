#include "server/rpc/reactors.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/server_context.h>

#include "absl/strings/match.h"
#include "server/rpc/status.h"
#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

constexpr char kUpstreamKeyMetadata[] = "x-mediagen-upstream-key";

// Nobody reads along on loopback or inside TLS.
bool IsPrivatePeer(const grpc::CallbackServerContext& context) {
  const std::string peer = context.peer();
  if (absl::StartsWith(peer, "ipv4:127.") || absl::StartsWith(peer, "ipv6:[::1]") ||
      absl::StartsWith(peer, "ipv6:%5B::1%5D") || absl::StartsWith(peer, "unix:")) {
    return true;
  }
  const auto kind =
      context.auth_context()->FindPropertyValues(GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME);
  return !kind.empty() && kind[0] == "ssl";
}

}  // namespace

CallerFacts CallerOf(const grpc::CallbackServerContext& context) {
  CallerFacts caller;
  const auto deadline = context.deadline();
  if (deadline != std::chrono::system_clock::time_point::max()) {
    const auto left = deadline - std::chrono::system_clock::now();
    caller.deadline = After(std::chrono::steady_clock::now(), absl::FromChrono(left));
  }
  const auto& metadata = context.client_metadata();
  if (const auto key = metadata.find(kUpstreamKeyMetadata); key != metadata.end()) {
    caller.upstream_key = std::string(key->second.data(), key->second.size());
    caller.is_private = IsPrivatePeer(context);
  }
  return caller;
}

absl::Status ParseMessage(const grpc::ByteBuffer& bytes, google::protobuf::Message& message) {
  grpc::ByteBuffer copy(bytes);  // Shares the slices.
  grpc::ProtoBufferReader reader(&copy);
  if (reader.status().ok() && message.ParseFromZeroCopyStream(&reader)) return absl::OkStatus();
  return MakeError(absl::StatusCode::kInvalidArgument, "INVALID_REQUEST",
                   "the request is no message of this rpc");
}

grpc::Status ConcludeUnary(const absl::Status& status, const google::protobuf::Message& response,
                           grpc::ByteBuffer& response_bytes) {
  if (status.ok()) response_bytes = SerializeMessage(response);
  return ToGrpcStatus(status);
}

}  // namespace mediagen
