#include "tests/async/flow_fixture.h"

#include <future>
#include <utility>

namespace mediagen::testing {

LoopThread::LoopThread() : thread_([this] { loop_.Run(); }) {}

LoopThread::~LoopThread() {
  loop_.Stop();
  thread_.join();
}

void LoopThread::Run(absl::AnyInvocable<void()> work) {
  std::promise<void> done;
  loop_.Post([&] {
    work();
    done.set_value();
  });
  done.get_future().wait();
}

absl::Status LoopThread::RunFlow(absl::AnyInvocable<Task<absl::Status>()> make_flow) {
  std::promise<void> done;
  absl::Status result;
  Task<absl::Status> flow;
  loop_.Post([&] {
    flow = make_flow();
    flow.Start([&] {
      result = flow.TakeResult();
      // The frame is freed on its own loop, after this callback has left it.
      loop_.Post([&] {
        flow = Task<absl::Status>();
        done.set_value();
      });
    });
  });
  done.get_future().wait();
  return result;
}

}  // namespace mediagen::testing
