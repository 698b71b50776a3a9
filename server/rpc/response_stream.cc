#include "server/rpc/response_stream.h"

#include <grpcpp/impl/codegen/proto_utils.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/rpc/chunk_message.h"
#include "server/rpc/farewell.h"
#include "server/upstream/error_details.h"

namespace mediagen {

grpc::ByteBuffer SerializeMessage(const google::protobuf::Message& message) {
  grpc::ByteBuffer bytes;
  bool own_buffer = false;
  grpc::GenericSerialize<grpc::ProtoBufferWriter, google::protobuf::Message>(message, &bytes,
                                                                             &own_buffer);
  return bytes;
}

Task<absl::Status> ResponseStream::WaitForWritten() {
  const absl::Duration patience = call().worker().slow_client_timeout;
  const MonotonicTime until = After(writing_since_, patience);
  absl::Duration left = absl::InfiniteDuration();
  if (until != kNever) left = absl::FromChrono(until - call().worker().loop.now());
  absl::StatusOr<Waited> waited = co_await Wait(call().context(), written_, left);
  if (!waited.ok()) co_return waited.status();
  if (*waited == Waited::kSignalled || call().worker().loop.now() < until)
    co_return absl::OkStatus();
  too_slow_ = true;
  if (count_ == 2) messages_[--count_] = Message();  // gRPC has the other.
  call().context().End(TooSlow());
  co_return call().context().status();
}

absl::Status ResponseStream::TooSlow() const {
  absl::Status status =
      MakeError(absl::StatusCode::kAborted, "CLIENT_TOO_SLOW",
                "the caller has not read for too long; what was paid for is not asked for again");
  if (index_ >= 0) {
    SetErrorMetadata(status, "index", absl::StrCat(index_));
    SetErrorMetadata(status, "offset", absl::StrCat(offset_));
  }
  return status;
}

absl::Duration ResponseStream::FarewellLimit() const {
  return too_slow_ ? Farewell::kLastChance : runner_.call().worker().slow_client_timeout;
}

Task<absl::Status> ResponseStream::Write(Message message) {
  if (!call().context().status().ok()) co_return call().context().status();
  messages_[count_++] = std::move(message);
  if (count_ == 1) WriteFirst();
  // Here, and not before: what comes next is to stay with the upstream meanwhile.
  while (count_ >= call().context().bytes().budget.ChunksAhead()) {
    if (absl::Status waited = co_await WaitForWritten(); !waited.ok()) co_return waited;
  }
  co_return absl::OkStatus();
}

void ResponseStream::WriteFirst() {
  const Message& first = messages_[0];
  writing_since_ = call().worker().loop.now();
  if (first.index >= 0) {
    index_ = first.index;
    offset_ = first.offset;
  }
  call().meter().CountSent();
  StartGrpcWrite(&first.bytes);
}

Task<absl::Status> ResponseStream::Write(grpc::ByteBuffer bytes) {
  Message message;
  message.bytes.Swap(&bytes);
  absl::Status written = co_await Write(std::move(message));
  co_return written;
}

Task<absl::Status> ResponseStream::Write(const google::protobuf::Message& message) {
  absl::Status written = co_await Write(SerializeMessage(message));
  co_return written;
}

Task<absl::Status> ResponseStream::WriteChunk(int event_field, int index, int64_t offset,
                                              MediaBuffer bytes) {
  const auto size = static_cast<int64_t>(bytes.size());
  call().bytes_sent += size;
  call().meter().CountMedia(size);
  Message message;
  message.bytes = ChunkMessage(event_field, index, offset, std::move(bytes));
  message.index = index;
  message.offset = offset + size;
  absl::Status written = co_await Write(std::move(message));
  co_return written;
}

Task<absl::Status> ResponseStream::Drain() {
  while (count_ > 0) {
    if (absl::Status waited = co_await WaitForWritten(); !waited.ok()) co_return waited;
  }
  co_return absl::OkStatus();
}

void ResponseStream::PostWritten(bool ok) {
  call().worker().loop.Post([this, ok] {
    messages_[0] = std::exchange(messages_[1], Message());
    --count_;
    if (!ok) {
      call().context().End(absl::CancelledError("the caller has left"));
    } else if (count_ > 0 && call().context().status().ok()) {
      WriteFirst();
    }
    written_.Set();
  });
}

Task<absl::Status> ResponseStream::Close(absl::Status flow_status) {
  absl::Status drained = co_await Drain();
  co_return flow_status.ok() ? drained : flow_status;
}

}  // namespace mediagen
