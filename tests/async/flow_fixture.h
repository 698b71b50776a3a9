// Runs flows on a loop of their own, for tests.
#ifndef MEDIAGEN_TESTS_ASYNC_FLOW_FIXTURE_H_
#define MEDIAGEN_TESTS_ASYNC_FLOW_FIXTURE_H_

#include <thread>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "server/async/call_context.h"
#include "server/async/event_loop.h"
#include "server/async/task.h"

namespace mediagen::testing {

// A loop on a thread, for as long as this object lives. Any thread.
class LoopThread {
 public:
  LoopThread();
  ~LoopThread();
  EventLoop& loop() { return loop_; }

  // Runs `work` on the loop and waits until it is done.
  void Run(absl::AnyInvocable<void()> work);

  // Makes a flow on the loop, runs it to its end and gives its result.
  absl::Status RunFlow(absl::AnyInvocable<Task<absl::Status>()> make_flow);

 private:
  EventLoop loop_;
  std::thread thread_;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_ASYNC_FLOW_FIXTURE_H_
