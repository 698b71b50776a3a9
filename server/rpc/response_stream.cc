#include "server/rpc/response_stream.h"

#include <grpcpp/impl/codegen/proto_utils.h>

#include <utility>

#include "server/rpc/chunk_message.h"

namespace mediagen {
namespace {

constexpr size_t kMessagesInFlight = 2;

}  // namespace

grpc::ByteBuffer SerializeMessage(const google::protobuf::Message& message) {
  grpc::ByteBuffer bytes;
  bool own_buffer = false;
  grpc::GenericSerialize<grpc::ProtoBufferWriter, google::protobuf::Message>(message, &bytes,
                                                                             &own_buffer);
  return bytes;
}

Task<absl::Status> ResponseStream::Write(grpc::ByteBuffer message) {
  while (messages_.size() >= kMessagesInFlight) {
    absl::StatusOr<Waited> waited =
        co_await Wait(call().context(), written_, absl::InfiniteDuration());
    if (!waited.ok()) co_return waited.status();
  }
  if (!call().context().status().ok()) co_return call().context().status();
  messages_.push_back(std::move(message));
  if (messages_.size() == 1) StartGrpcWrite(&messages_.front());
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

void ResponseStream::PostWritten(bool ok) {
  call().worker().loop.Post([this, ok] {
    messages_.pop_front();
    if (!ok) {
      call().context().End(absl::CancelledError("the caller has left"));
    } else if (!messages_.empty() && call().context().status().ok()) {
      StartGrpcWrite(&messages_.front());
    }
    written_.Set();
  });
}

Task<absl::Status> ResponseStream::Close(absl::Status flow_status) {
  absl::Status drained = co_await Drain();
  co_return flow_status.ok() ? drained : flow_status;
}

}  // namespace mediagen
