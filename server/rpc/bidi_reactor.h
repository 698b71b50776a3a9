// A call that asks and answers for as long as it lives.
#ifndef MEDIAGEN_SERVER_RPC_BIDI_REACTOR_H_
#define MEDIAGEN_SERVER_RPC_BIDI_REACTOR_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <string>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/async/task.h"
#include "server/rpc/reactors.h"

namespace mediagen {

enum class RequestRead {
  kMessage,
  kClosed,  // The caller says no more.
  kIdle,    // The limit passed first.
};

// The requests of such a call. gRPC reads one when the flow wants it, and none ahead: a caller who
// talks faster waits. A part of its reactor. Loop thread only, but for PostRead.
class RequestStream {
 public:
  RequestStream(const RequestStream&) = delete;
  RequestStream& operator=(const RequestStream&) = delete;

  // Waits for the next request, at most for `limit`. An error says that the call has ended, or that
  // what came is no such message.
  Task<absl::StatusOr<RequestRead>> Read(CallContext& call, google::protobuf::Message& request,
                                         absl::Duration limit);

 protected:
  RequestStream() = default;
  virtual ~RequestStream() = default;

  // Has gRPC read into `message` until PostRead.
  virtual void StartGrpcRead(grpc::ByteBuffer* message) = 0;
  // gRPC thread: a message is there, or none will ever be.
  void PostRead(EventLoop& loop, bool ok);

 private:
  enum class State { kNothing, kReading, kMessage, kClosed };

  State state_ = State::kNothing;
  grpc::ByteBuffer message_;
  Signal read_;
};

// `Flow`: Task<absl::Status>(RequestStream&, ResponseStream&).
class BidiReactor final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                          public RequestStream,
                          public ResponseStream {
 public:
  using Flow = absl::AnyInvocable<Task<absl::Status>(RequestStream&, ResponseStream&)>;

  BidiReactor(WorkerContext& worker, std::string method, CallerFacts caller,
              grpc::CallbackServerContext& context, Flow flow);

 private:
  Task<absl::Status> Run();
  void StartGrpcRead(grpc::ByteBuffer* message) override { this->StartRead(message); }
  void StartGrpcWrite(const grpc::ByteBuffer* message) override { this->StartWrite(message); }
  void OnReadDone(bool ok) override {
    if (ok) call().meter().CountReceived();
    PostRead(call().worker().loop, ok);
  }
  void OnWriteDone(bool ok) override { PostWritten(ok); }
  void OnCancel() override { runner_.PostCancel(); }
  // OnDone only posts: gRPC need not have a thread of its executor call it.
  bool InternalInlineable() override { return true; }
  void OnDone() override {
    farewell_.Done();
    runner_.PostFree([this] { delete this; });
  }

  Farewell farewell_;
  Flow flow_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_BIDI_REACTOR_H_
