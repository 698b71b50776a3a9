#include "tests/async/flow_fixture.h"

#include <utility>

#include "absl/synchronization/notification.h"

namespace mediagen::testing {

LoopThread::LoopThread() : thread_([this] { loop_.Run(); }) {}

LoopThread::~LoopThread() {
  loop_.Stop();
  thread_.join();
}

void LoopThread::Run(absl::AnyInvocable<void()> work) {
  absl::Notification done;
  loop_.Post([&] {
    work();
    done.Notify();
  });
  done.WaitForNotification();
}

absl::Status LoopThread::RunFlow(absl::AnyInvocable<Task<absl::Status>()> make_flow) {
  absl::Notification done;
  absl::Status result;
  Task<absl::Status> flow;
  loop_.Post([&] {
    flow = make_flow();
    flow.Start([&] {
      result = flow.TakeResult();
      // The frame is freed on its own loop, after this callback has left it.
      loop_.Post([&] {
        flow = Task<absl::Status>();
        done.Notify();
      });
    });
  });
  done.WaitForNotification();
  return result;
}

}  // namespace mediagen::testing
