// Between gRPC's threads and the loop: each call is a reactor that owns its request and its flow.
//
// Life of a reactor: gRPC's thread parses the request and posts the start; OnCancel and OnWriteDone
// only post; the flow runs on the loop and finishes the call; OnDone posts the delete. The loop
// keeps posting order, so nothing comes after the delete.
#ifndef MEDIAGEN_SERVER_RPC_REACTORS_H_
#define MEDIAGEN_SERVER_RPC_REACTORS_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <string>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "server/async/task.h"
#include "server/rpc/call.h"
#include "server/rpc/farewell.h"
#include "server/rpc/flow_runner.h"
#include "server/rpc/response_stream.h"
#include "server/rpc/status.h"

namespace mediagen {

// The deadline is on the loop's clock.
CallerFacts CallerOf(const grpc::CallbackServerContext& context, Admission admission);

// Tells the caller which trace his call is part of. Before it is answered.
void TellTrace(const Call& call, grpc::CallbackServerContext& context);

// INVALID_ARGUMENT when the bytes are no such message.
absl::Status ParseMessage(const grpc::ByteBuffer& bytes, google::protobuf::Message& message);

// Takes a call's request out of gRPC's hands. RESOURCE_EXHAUSTED `OVERLOADED` or `TENANT_BYTES`
// when it is large and there are no bytes left for it.
absl::Status ReceiveRequest(const grpc::ByteBuffer& bytes, Call& call,
                            google::protobuf::Message& message);

// A call with one answer. `Flow`: Task<absl::Status>(Call&, Request&, Response&).
template <typename Request, typename Response>
class UnaryReactor final : public grpc::ServerUnaryReactor {
 public:
  using Flow = absl::AnyInvocable<Task<absl::Status>(Call&, Request&, Response&)>;

  UnaryReactor(WorkerContext& worker, std::string method, CallerFacts caller,
               grpc::CallbackServerContext& context, const grpc::ByteBuffer& request,
               grpc::ByteBuffer& response, Flow flow)
      : runner_(worker, std::move(method), std::move(caller)),
        farewell_(runner_.call(), context),
        response_bytes_(response),
        flow_(std::move(flow)) {
    TellTrace(runner_.call(), context);
    runner_.call().meter().CountReceived();
    received_ = ReceiveRequest(request, runner_.call(), request_);
    runner_.PostStart([this] { return Run(); }, [this](absl::Status status) { End(status); });
  }

 private:
  Task<absl::Status> Run() {
    if (!received_.ok()) co_return received_;
    absl::Status status = co_await flow_(runner_.call(), request_, response_);
    co_return status;
  }
  void End(const absl::Status& status);
  void OnCancel() override { runner_.PostCancel(); }
  // OnDone only posts: gRPC need not have a thread of its executor call it.
  bool InternalInlineable() override { return true; }
  void OnDone() override {
    farewell_.Done();
    runner_.PostFreeDeferred([this] { delete this; });
  }

  FlowRunner runner_;
  Farewell farewell_;
  Request request_;
  Response response_;
  grpc::ByteBuffer& response_bytes_;
  Flow flow_;
  absl::Status received_;
};

// A call with a stream of answers. `Flow`: Task<absl::Status>(ResponseStream&, Request&).
template <typename Request>
class StreamReactor final : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                            public ResponseStream {
 public:
  using Flow = absl::AnyInvocable<Task<absl::Status>(ResponseStream&, Request&)>;

  StreamReactor(WorkerContext& worker, std::string method, CallerFacts caller,
                grpc::CallbackServerContext& context, const grpc::ByteBuffer& request, Flow flow)
      : ResponseStream(worker, std::move(method), std::move(caller)),
        farewell_(call(), context),
        flow_(std::move(flow)) {
    TellTrace(call(), context);
    call().meter().CountReceived();
    received_ = ReceiveRequest(request, call(), request_);
    runner_.PostStart([this] { return Run(); },
                      [this](const absl::Status& status) { End(status); });
  }

 private:
  Task<absl::Status> Run() {
    if (!received_.ok()) co_return received_;
    absl::Status status = co_await flow_(*this, request_);
    absl::Status closed = co_await Close(std::move(status));
    co_return closed;
  }
  void End(const absl::Status& status) {
    Finish(ToGrpcStatus(status));
    farewell_.Allow(FarewellLimit());
  }
  void StartGrpcWrite(const grpc::ByteBuffer* message) override { this->StartWrite(message); }
  void OnWriteDone(bool ok) override { PostWritten(ok); }
  void OnCancel() override { runner_.PostCancel(); }
  // OnDone only posts: gRPC need not have a thread of its executor call it.
  bool InternalInlineable() override { return true; }
  void OnDone() override {
    farewell_.Done();
    runner_.PostFree([this] { delete this; });
  }

  Farewell farewell_;
  Request request_;
  Flow flow_;
  absl::Status received_;
};

// The gRPC side of the end of a unary call.
grpc::Status ConcludeUnary(const absl::Status& status, google::protobuf::Message& response,
                           grpc::ByteBuffer& response_bytes);
// How long the caller of a unary call may take to read `response`.
absl::Duration UnaryFarewell(absl::Duration slow_client_timeout, const grpc::ByteBuffer& response);

template <typename Request, typename Response>
void UnaryReactor<Request, Response>::End(const absl::Status& status) {
  const grpc::Status concluded = ConcludeUnary(status, response_, response_bytes_);
  if (status.ok()) runner_.call().meter().CountSent();
  const absl::Duration limit =
      UnaryFarewell(runner_.call().worker().slow_client_timeout, response_bytes_);
  Finish(concluded);
  farewell_.Allow(limit);
}

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_REACTORS_H_
