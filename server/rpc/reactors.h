// Between gRPC's threads and the loop: each call is a reactor that owns its request and its flow.
//
// Life of a reactor: gRPC's thread parses the request and posts the start; OnCancel and OnWriteDone
// only post; the flow runs on the loop and finishes the call; OnDone posts the delete. The loop
// keeps posting order, so nothing comes after the delete.
#ifndef MEDIAGEN_SERVER_RPC_REACTORS_H_
#define MEDIAGEN_SERVER_RPC_REACTORS_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <deque>
#include <string>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "server/async/task.h"
#include "server/rpc/call.h"
#include "server/upstream/media_buffer.h"

namespace mediagen {

// The deadline is on the loop's clock.
CallerFacts CallerOf(const grpc::CallbackServerContext& context);

// INVALID_ARGUMENT when the bytes are no such message.
absl::Status ParseMessage(const grpc::ByteBuffer& bytes, google::protobuf::Message& message);
grpc::ByteBuffer SerializeMessage(const google::protobuf::Message& message);

// What unary and streaming reactors share. Knows the loop side only; its owner is the gRPC side.
class FlowRunner {
 public:
  FlowRunner(WorkerContext& worker, std::string method, CallerFacts caller);
  ~FlowRunner();

  Call& call() { return call_; }
  // gRPC thread. `make_flow` and `on_end` run on the loop.
  void PostStart(absl::AnyInvocable<Task<absl::Status>()> make_flow,
                 absl::AnyInvocable<void(absl::Status)> on_end);
  void PostCancel();
  // Posts `free`, which destroys the owner of this object.
  void PostFree(absl::AnyInvocable<void()> free);

 private:
  Call call_;
  Task<absl::Status> flow_;
};

// A call with one answer. `Flow`: Task<absl::Status>(Call&, Request&, Response&).
template <typename Request, typename Response>
class UnaryReactor final : public grpc::ServerUnaryReactor {
 public:
  using Flow = absl::AnyInvocable<Task<absl::Status>(Call&, Request&, Response&)>;

  UnaryReactor(WorkerContext& worker, std::string method,
               const grpc::CallbackServerContext& context, const grpc::ByteBuffer& request,
               grpc::ByteBuffer& response, Flow flow)
      : runner_(worker, std::move(method), CallerOf(context)),
        response_bytes_(response),
        flow_(std::move(flow)) {
    parsed_ = ParseMessage(request, request_);
    runner_.PostStart([this] { return Run(); }, [this](absl::Status status) { End(status); });
  }

 private:
  Task<absl::Status> Run() {
    if (!parsed_.ok()) co_return parsed_;
    absl::Status status = co_await flow_(runner_.call(), request_, response_);
    co_return status;
  }
  void End(const absl::Status& status);
  void OnCancel() override { runner_.PostCancel(); }
  void OnDone() override {
    runner_.PostFree([this] { delete this; });
  }

  FlowRunner runner_;
  Request request_;
  Response response_;
  grpc::ByteBuffer& response_bytes_;
  Flow flow_;
  absl::Status parsed_;
};

// The answers of a streaming call. Two messages may be in flight: one that gRPC writes and one
// behind it. Loop thread only, but for OnWriteDone.
class ResponseStream : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  ResponseStream(WorkerContext& worker, std::string method, CallerFacts caller);

  Call& call() { return runner_.call(); }
  // Ends when the message is on its way and there is room for one more; an error says that the call
  // has ended.
  Task<absl::Status> Write(grpc::ByteBuffer message);
  Task<absl::Status> Write(const google::protobuf::Message& message);
  // Chunk{index, offset, bytes} in field `event_field` of the response message, without copying the
  // bytes.
  Task<absl::Status> WriteChunk(int event_field, int index, int64_t offset, MediaBuffer bytes);
  // Waits until everything written is with gRPC. Done for every flow when it has ended; a paid flow
  // does it itself, to have a say in what a call that ends meanwhile ends with.
  Task<absl::Status> Drain();

 protected:
  void PostStart(absl::AnyInvocable<Task<absl::Status>()> make_flow);

 private:
  void StartNextWrite();
  void OnWriteDone(bool ok) override;
  void OnCancel() override { runner_.PostCancel(); }
  void OnDone() override {
    runner_.PostFree([this] { delete this; });
  }

  FlowRunner runner_;
  std::deque<grpc::ByteBuffer> messages_;  // The first is being written.
  Signal written_;
};

// A call with a stream of answers. `Flow`: Task<absl::Status>(ResponseStream&, Request&).
template <typename Request>
class StreamReactor final : public ResponseStream {
 public:
  using Flow = absl::AnyInvocable<Task<absl::Status>(ResponseStream&, Request&)>;

  StreamReactor(WorkerContext& worker, std::string method,
                const grpc::CallbackServerContext& context, const grpc::ByteBuffer& request,
                Flow flow)
      : ResponseStream(worker, std::move(method), CallerOf(context)), flow_(std::move(flow)) {
    parsed_ = ParseMessage(request, request_);
    PostStart([this] { return Run(); });
  }

 private:
  Task<absl::Status> Run() {
    if (!parsed_.ok()) co_return parsed_;
    absl::Status status = co_await flow_(*this, request_);
    // gRPC must get no message behind the status, and what came before an error is the caller's.
    absl::Status drained = co_await Drain();
    if (status.ok()) status = drained;
    co_return status;
  }

  Request request_;
  Flow flow_;
  absl::Status parsed_;
};

// The gRPC side of the end of a unary call.
grpc::Status ConcludeUnary(const absl::Status& status, const google::protobuf::Message& response,
                           grpc::ByteBuffer& response_bytes);

template <typename Request, typename Response>
void UnaryReactor<Request, Response>::End(const absl::Status& status) {
  Finish(ConcludeUnary(status, response_, response_bytes_));
}

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_REACTORS_H_
