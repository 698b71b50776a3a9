// A call's flow, from gRPC's threads to the loop.
#ifndef MEDIAGEN_SERVER_RPC_FLOW_RUNNER_H_
#define MEDIAGEN_SERVER_RPC_FLOW_RUNNER_H_

#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "server/async/task.h"
#include "server/rpc/call.h"

namespace mediagen {

// What all reactors share. Knows the loop side only; its owner is the gRPC side.
class FlowRunner {
 public:
  FlowRunner(WorkerContext& worker, std::string method, CallerFacts caller);
  ~FlowRunner();

  Call& call() { return call_; }
  const Call& call() const { return call_; }
  // gRPC thread. `make_flow` and `on_end` run on the loop.
  void PostStart(absl::AnyInvocable<Task<absl::Status>()> make_flow,
                 absl::AnyInvocable<void(absl::Status)> on_end);
  void PostCancel();
  // Posts `free`, which destroys the owner of this object.
  void PostFree(absl::AnyInvocable<void()> free);
  // The same for an owner that holds nothing large beside what the call has counted: to wake a loop
  // for it alone would cost as much as a small call.
  void PostFreeDeferred(absl::AnyInvocable<void()> free);

 private:
  Call call_;
  Task<absl::Status> flow_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_FLOW_RUNNER_H_
