#include "server/rpc/reactors.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/server_context.h>

#include <algorithm>
#include <memory>

#include "absl/strings/match.h"
#include "server/rpc/held_bytes.h"
#include "server/rpc/message_slices.h"
#include "server/rpc/status.h"
#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

constexpr char kUpstreamKeyMetadata[] = "x-mediagen-upstream-key";
constexpr char kTraceMetadata[] = "traceparent";

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

CallerFacts CallerOf(const grpc::CallbackServerContext& context, Admission admission) {
  CallerFacts caller(std::move(admission));
  const auto deadline = context.deadline();
  if (deadline != std::chrono::system_clock::time_point::max()) {
    const auto left = deadline - std::chrono::system_clock::now();
    caller.deadline = After(std::chrono::steady_clock::now(), absl::FromChrono(left));
  }
  const auto& metadata = context.client_metadata();
  // Who says it twice is not understood.
  if (const auto trace = metadata.find(kTraceMetadata); metadata.count(kTraceMetadata) == 1) {
    caller.trace = TraceContext(absl::string_view(trace->second.data(), trace->second.size()));
  }
  if (const auto key = metadata.find(kUpstreamKeyMetadata); key != metadata.end()) {
    caller.upstream_key = std::string(key->second.data(), key->second.size());
    caller.is_private = IsPrivatePeer(context);
  }
  return caller;
}

void TellTrace(const Call& call, grpc::CallbackServerContext& context) {
  context.AddInitialMetadata(kTraceMetadata, call.caller().trace.header());
}

absl::Status ParseMessage(const grpc::ByteBuffer& bytes, google::protobuf::Message& message) {
  grpc::ByteBuffer copy(bytes);  // Shares the slices.
  grpc::ProtoBufferReader reader(&copy);
  if (reader.status().ok() && message.ParseFromZeroCopyStream(&reader)) return absl::OkStatus();
  return MakeError(absl::StatusCode::kInvalidArgument, "INVALID_REQUEST",
                   "the request is no message of this rpc");
}

absl::Status ReceiveRequest(const grpc::ByteBuffer& bytes, Call& call,
                            google::protobuf::Message& message) {
  CallBytes& held = call.context().bytes();
  // Of no media.
  constexpr int64_t kSmall = 64 * 1024;
  // gRPC would keep it until the call ends. It is ours alone, and no constant.
  auto& buffer = const_cast<grpc::ByteBuffer&>(bytes);
  const auto size = static_cast<int64_t>(buffer.Length());
  // For a moment it is there twice: as gRPC has it, and parsed.
  const int64_t both = std::min(2 * size, held.budget.capacity());
  held.upload = size <= kSmall ? held.budget.Take(both) : held.budget.TryTake(both);
  absl::Status received;
  if (size > 0 && held.upload.empty()) {
    received = NoRoomFor(call, both);
  } else {
    received = ParseMessage(buffer, message);
  }
  buffer.Clear();
  held.upload.ShrinkTo(size);
  return received;
}

grpc::Status ConcludeUnary(const absl::Status& status, google::protobuf::Message& response,
                           grpc::ByteBuffer& response_bytes) {
  const std::shared_ptr<google::protobuf::Message> sent(response.New());
  response.GetReflection()->Swap(&response, sent.get());
  if (status.ok()) response_bytes = SliceMessage(sent);
  return ToGrpcStatus(status);
}

absl::Duration UnaryFarewell(absl::Duration slow_client_timeout, const grpc::ByteBuffer& response) {
  constexpr int64_t kBytesForEach = int64_t{512} * 1024;  // As config.proto says.
  const auto size = static_cast<int64_t>(response.Valid() ? response.Length() : 0);
  return slow_client_timeout * (1 + size / kBytesForEach);
}

}  // namespace mediagen
