#include "server/rpc/flow_runner.h"

#include <utility>

namespace mediagen {

FlowRunner::FlowRunner(WorkerContext& worker, std::string method, CallerFacts caller)
    : call_(worker, std::move(method), std::move(caller)) {
  worker.calls.CountIn();
}

FlowRunner::~FlowRunner() { call_.worker().calls.Remove(call_); }

void FlowRunner::PostStart(absl::AnyInvocable<Task<absl::Status>()> make_flow,
                           absl::AnyInvocable<void(absl::Status)> on_end) {
  call_.worker().loop.Post(
      [this, make_flow = std::move(make_flow), on_end = std::move(on_end)]() mutable {
        call_.worker().calls.Add(call_);
        if (absl::Status refused = call_.context().status(); !refused.ok()) {
          on_end(call_.Conclude(std::move(refused)));
          return;
        }
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
  WorkerContext& worker = call_.worker();
  worker.loop.Post(std::move(free));
  worker.calls.CountOut();  // Last: the worker may go when there are none.
}

void FlowRunner::PostFreeDeferred(absl::AnyInvocable<void()> free) {
  WorkerContext& worker = call_.worker();
  const CallBytes& held = call_.context().bytes();
  if (held.upload.empty() && held.collected.empty()) {
    worker.loop.PostDeferred(std::move(free));
  } else {
    worker.loop.Post(std::move(free));
  }
  worker.calls.CountOut();
}

}  // namespace mediagen
