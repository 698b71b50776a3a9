#include "server/async/call_context.h"

#include <gtest/gtest.h>

#include <future>
#include <optional>

#include "server/async/sleep.h"
#include "tests/async/flow_fixture.h"

namespace mediagen {
namespace {

using testing::LoopThread;

Task<absl::Status> WaitOnce(CallContext& call, Signal& signal, absl::Duration limit,
                            std::optional<Waited>& waited) {
  absl::StatusOr<Waited> outcome = co_await Wait(call, signal, limit);
  if (outcome.ok()) waited = *outcome;
  co_return outcome.status();
}

Task<absl::Status> SleepFor(CallContext& call, absl::Duration duration) {
  absl::Status slept = co_await Sleep(call, duration);
  co_return slept;
}

// Notifies that the flow is about to wait, then waits.
Task<absl::Status> AnnouncedSleep(CallContext& call, std::promise<void>& waiting) {
  waiting.set_value();
  absl::Status slept = co_await Sleep(call, absl::Hours(1));
  co_return slept;
}

TEST(WaitTest, ASignalSetBeforeIsNotLost) {
  LoopThread thread;
  CallContext call(thread.loop());
  Signal signal;
  std::optional<Waited> waited;
  thread.Run([&] { signal.Set(); });
  EXPECT_TRUE(thread.RunFlow([&] { return WaitOnce(call, signal, absl::Hours(1), waited); }).ok());
  EXPECT_EQ(waited, Waited::kSignalled);
}

TEST(WaitTest, TheLimitAnswersIdle) {
  LoopThread thread;
  CallContext call(thread.loop());
  Signal signal;
  std::optional<Waited> waited;
  EXPECT_TRUE(
      thread.RunFlow([&] { return WaitOnce(call, signal, absl::Milliseconds(5), waited); }).ok());
  EXPECT_EQ(waited, Waited::kIdle);
}

TEST(WaitTest, ASignalFromAnotherThreadsPostWakesTheFlow) {
  LoopThread thread;
  CallContext call(thread.loop());
  Signal signal;
  std::optional<Waited> waited;
  std::thread setter([&] { thread.loop().Post([&] { signal.Set(); }); });
  EXPECT_TRUE(thread.RunFlow([&] { return WaitOnce(call, signal, absl::Hours(1), waited); }).ok());
  setter.join();
  EXPECT_EQ(waited, Waited::kSignalled);
}

TEST(WaitTest, EndingTheCallWakesItsFlowWithTheReason) {
  LoopThread thread;
  CallContext call(thread.loop());
  std::promise<void> waiting;
  std::thread canceller([&] {
    waiting.get_future().wait();
    thread.loop().Post([&] {
      call.End(absl::CancelledError("first"));
      call.End(absl::AbortedError("second"));
    });
  });
  const absl::Status result = thread.RunFlow([&] { return AnnouncedSleep(call, waiting); });
  canceller.join();
  EXPECT_EQ(result, absl::CancelledError("first"));
}

TEST(WaitTest, AnEndedCallDoesNotWaitAgain) {
  LoopThread thread;
  CallContext call(thread.loop());
  thread.Run([&] { call.End(absl::CancelledError("gone")); });
  EXPECT_EQ(thread.RunFlow([&] { return SleepFor(call, absl::Hours(1)); }),
            absl::CancelledError("gone"));
}

TEST(WaitTest, TheDeadlineEndsTheCall) {
  LoopThread thread;
  CallContext call(thread.loop(), After(thread.loop().now(), absl::Milliseconds(5)));
  const absl::Status result = thread.RunFlow([&] { return SleepFor(call, absl::Hours(1)); });
  EXPECT_TRUE(absl::IsDeadlineExceeded(result)) << result;
}

TEST(WaitTest, SleepEndsWithOkAfterItsTime) {
  LoopThread thread;
  CallContext call(thread.loop());
  EXPECT_TRUE(thread.RunFlow([&] { return SleepFor(call, absl::Milliseconds(2)); }).ok());
}

}  // namespace
}  // namespace mediagen
