#include "server/rpc/flow_runner.h"

#include <utility>

namespace mediagen {

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
  call_.worker().loop.Post(std::move(free));
}

}  // namespace mediagen
