#include "server/rpc/bidi_reactor.h"

namespace mediagen {

Task<absl::StatusOr<RequestRead>> RequestStream::Read(CallContext& call,
                                                      google::protobuf::Message& request,
                                                      absl::Duration limit) {
  const MonotonicTime until = After(call.loop().now(), limit);
  if (!call.status().ok()) co_return call.status();
  if (state_ == State::kNothing) {
    state_ = State::kReading;
    StartGrpcRead(&message_);
  }
  while (state_ == State::kReading) {
    absl::Duration left = absl::InfiniteDuration();
    if (until != kNever) left = absl::FromChrono(until - call.loop().now());
    absl::StatusOr<Waited> waited = co_await Wait(call, read_, left);
    if (!waited.ok()) co_return waited.status();
    if (*waited == Waited::kIdle) co_return RequestRead::kIdle;
  }
  if (state_ == State::kClosed) co_return RequestRead::kClosed;
  state_ = State::kNothing;
  // It is there already; whether there is room for what it asks for is another question.
  const auto size = static_cast<int64_t>(message_.Length());
  call.bytes().upload = call.bytes().budget.Take(2 * size);
  absl::Status parsed = ParseMessage(message_, request);
  message_.Clear();
  call.bytes().upload.ShrinkTo(size);
  if (!parsed.ok()) co_return parsed;
  co_return RequestRead::kMessage;
}

void RequestStream::PostRead(EventLoop& loop, bool ok) {
  loop.Post([this, ok] {
    state_ = ok ? State::kMessage : State::kClosed;
    read_.Set();
  });
}

BidiReactor::BidiReactor(WorkerContext& worker, std::string method, CallerFacts caller,
                         grpc::CallbackServerContext& context, Flow flow)
    : ResponseStream(worker, std::move(method), std::move(caller)),
      farewell_(call(), context),
      flow_(std::move(flow)) {
  TellTrace(call(), context);
  runner_.PostStart([this] { return Run(); },
                    [this](const absl::Status& status) {
                      Finish(ToGrpcStatus(status));
                      farewell_.Allow(FarewellLimit());
                    });
}

Task<absl::Status> BidiReactor::Run() {
  absl::Status status = co_await flow_(*this, *this);
  absl::Status closed = co_await Close(std::move(status));
  co_return closed;
}

}  // namespace mediagen
