#include "server/rpc/reactors.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/server_context.h>

#include "absl/strings/match.h"
#include "server/rpc/chunk_message.h"
#include "server/rpc/status.h"
#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

constexpr size_t kMessagesInFlight = 2;
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

grpc::ByteBuffer SerializeMessage(const google::protobuf::Message& message) {
  grpc::ByteBuffer bytes;
  bool own_buffer = false;
  grpc::GenericSerialize<grpc::ProtoBufferWriter, google::protobuf::Message>(message, &bytes,
                                                                             &own_buffer);
  return bytes;
}

FlowRunner::FlowRunner(WorkerContext& worker, std::string method, CallerFacts caller)
    : call_(worker, std::move(method), std::move(caller)) {
  worker.calls.CountIn();
}

FlowRunner::~FlowRunner() {
  call_.worker().calls.Remove(call_);
  call_.worker().calls.CountOut();
}

void FlowRunner::PostStart(absl::AnyInvocable<Task<absl::Status>()> make_flow,
                           absl::AnyInvocable<void(absl::Status)> on_end) {
  call_.worker().loop.Post(
      [this, make_flow = std::move(make_flow), on_end = std::move(on_end)]() mutable {
        call_.worker().calls.Add(call_);
        flow_ = make_flow();
        flow_.Start([this, on_end = std::move(on_end)]() mutable {
          on_end(call_.Conclude(flow_.TakeResult()));
        });
      });
}

void FlowRunner::PostCancel() {
  call_.worker().loop.Post([this] {
    // gRPC cancels a call whose deadline has passed; say which it was.
    if (call_.context().deadline() <= call_.worker().loop.now()) {
      call_.context().End(absl::DeadlineExceededError("the call's deadline has passed"));
    } else {
      call_.context().End(absl::CancelledError("the caller has left"));
    }
  });
}

void FlowRunner::PostFree(absl::AnyInvocable<void()> free) {
  call_.worker().loop.Post(std::move(free));
}

grpc::Status ConcludeUnary(const absl::Status& status, const google::protobuf::Message& response,
                           grpc::ByteBuffer& response_bytes) {
  if (status.ok()) response_bytes = SerializeMessage(response);
  return ToGrpcStatus(status);
}

ResponseStream::ResponseStream(WorkerContext& worker, std::string method, CallerFacts caller)
    : runner_(worker, std::move(method), std::move(caller)) {}

void ResponseStream::PostStart(absl::AnyInvocable<Task<absl::Status>()> make_flow) {
  runner_.PostStart(std::move(make_flow),
                    [this](const absl::Status& status) { Finish(ToGrpcStatus(status)); });
}

Task<absl::Status> ResponseStream::Write(grpc::ByteBuffer message) {
  while (messages_.size() >= kMessagesInFlight) {
    absl::StatusOr<Waited> waited =
        co_await Wait(call().context(), written_, absl::InfiniteDuration());
    if (!waited.ok()) co_return waited.status();
  }
  if (!call().context().status().ok()) co_return call().context().status();
  messages_.push_back(std::move(message));
  if (messages_.size() == 1) StartNextWrite();
  co_return absl::OkStatus();
}

Task<absl::Status> ResponseStream::Write(const google::protobuf::Message& message) {
  absl::Status written = co_await Write(SerializeMessage(message));
  co_return written;
}

Task<absl::Status> ResponseStream::WriteChunk(int event_field, int index, int64_t offset,
                                              MediaBuffer bytes) {
  call().bytes_sent += static_cast<int64_t>(bytes.size());
  absl::Status written = co_await Write(ChunkMessage(event_field, index, offset, std::move(bytes)));
  co_return written;
}

Task<absl::Status> ResponseStream::Drain() {
  while (!messages_.empty()) {
    absl::StatusOr<Waited> waited =
        co_await Wait(call().context(), written_, absl::InfiniteDuration());
    if (!waited.ok()) co_return waited.status();
  }
  co_return absl::OkStatus();
}

void ResponseStream::StartNextWrite() { StartWrite(&messages_.front()); }

void ResponseStream::OnWriteDone(bool ok) {
  call().worker().loop.Post([this, ok] {
    messages_.pop_front();
    if (!ok) {
      call().context().End(absl::CancelledError("the caller has left"));
    } else if (!messages_.empty() && call().context().status().ok()) {
      StartNextWrite();
    }
    written_.Set();
  });
}

}  // namespace mediagen
