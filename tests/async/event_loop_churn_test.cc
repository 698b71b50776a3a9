// What happens to the loop while it is busy: timers that end each other, descriptors whose numbers
// come again, many threads that post, stopping.
#include <gtest/gtest.h>
#include <unistd.h>

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "server/async/call_context.h"
#include "server/async/event_loop.h"
#include "tests/async/flow_fixture.h"

namespace mediagen {
namespace {

using testing::LoopThread;

class CallingTimer : public Timer {
 public:
  CallingTimer(EventLoop& loop, std::function<void()> on_timer)
      : Timer(loop), on_timer_(std::move(on_timer)) {}

 private:
  void OnTimer() override { on_timer_(); }
  const std::function<void()> on_timer_;
};

TEST(EventLoopChurnTest, ATimerMayDestroyOthersThatAreDueWithIt) {
  LoopThread thread;
  EventLoop& loop = thread.loop();
  std::vector<std::unique_ptr<CallingTimer>> timers;
  int fired = 0;
  std::promise<void> done;
  thread.Run([&] {
    const MonotonicTime due = loop.now();
    for (int i = 0; i < 10; ++i) {
      timers.push_back(std::make_unique<CallingTimer>(loop, [&] {
        ++fired;
        // Not itself: it is still running.
        for (size_t other = 1; other < timers.size(); ++other) timers[other] = nullptr;
        loop.Post([&] { done.set_value(); });
      }));
      timers.back()->Arm(due);
    }
  });
  done.get_future().wait();
  thread.Run([&] {
    EXPECT_EQ(fired, 1);
    timers.clear();
  });
}

TEST(EventLoopChurnTest, ATimerMayArmItselfAgain) {
  LoopThread thread;
  EventLoop& loop = thread.loop();
  std::unique_ptr<CallingTimer> timer;
  int fired = 0;
  std::promise<void> done;
  thread.Run([&] {
    timer = std::make_unique<CallingTimer>(loop, [&] {
      if (++fired < 100) return timer->Arm(loop.now());
      done.set_value();
    });
    timer->Arm(loop.now());
    timer->Arm(loop.now());
  });
  done.get_future().wait();
  thread.Run([&] {
    EXPECT_EQ(fired, 100);
    timer = nullptr;
  });
}

class CountingReader : public FdWatcher {
 public:
  void OnReady(int fd, bool readable, bool) override {
    char byte;
    if (!readable || read(fd, &byte, 1) != 1) return;
    if (++count == expected) done.set_value();
  }
  int count = 0;
  int expected = 1;
  std::promise<void> done;
};

TEST(EventLoopChurnTest, ANumberThatComesAgainIsWatchedAnew) {
  for (bool told : {false, true}) {
    LoopThread thread;
    EventLoop& loop = thread.loop();
    CountingReader first, second;
    int old_ends[2], ends[2];
    ASSERT_EQ(pipe(old_ends), 0);
    thread.Run([&] {
      loop.Watch(old_ends[0], true, false, &first);
      if (told) loop.Watch(old_ends[0], false, false, nullptr);
      close(old_ends[0]);  // Behind the loop's back, if it was not told.
      ASSERT_EQ(pipe(ends), 0);
      ASSERT_EQ(ends[0], old_ends[0]);
      loop.Watch(ends[0], true, false, &second);
    });
    ASSERT_EQ(write(ends[1], "x", 1), 1);
    second.done.get_future().wait();
    thread.Run([&] {
      loop.Watch(ends[0], false, false, nullptr);
      EXPECT_EQ(first.count, 0);
    });
    close(old_ends[1]);
    close(ends[0]);
    close(ends[1]);
  }
}

TEST(EventLoopChurnTest, AWatcherThatIsNoMoreIsNotTold) {
  LoopThread thread;
  EventLoop& loop = thread.loop();
  int ends[2][2];
  ASSERT_EQ(pipe(ends[0]), 0);
  ASSERT_EQ(pipe(ends[1]), 0);
  // Whichever comes first stops the other, though both are ready in one round.
  class Rival : public FdWatcher {
   public:
    Rival(EventLoop& loop, int other, int& told, std::promise<void>& done)
        : loop_(loop), other_(other), told_(told), done_(done) {}
    void OnReady(int fd, bool, bool) override {
      ++told_;
      loop_.Watch(fd, false, false, nullptr);
      loop_.Watch(other_, false, false, nullptr);
      loop_.Post([this] { done_.set_value(); });
    }
    EventLoop& loop_;
    const int other_;
    int& told_;
    std::promise<void>& done_;
  };
  int told = 0;
  std::promise<void> done;
  Rival left(loop, ends[1][0], told, done), right(loop, ends[0][0], told, done);
  ASSERT_EQ(write(ends[0][1], "x", 1), 1);
  ASSERT_EQ(write(ends[1][1], "x", 1), 1);
  thread.Run([&] {
    loop.Watch(ends[0][0], true, false, &left);
    loop.Watch(ends[1][0], true, false, &right);
  });
  done.get_future().wait();
  thread.Run([&] { EXPECT_EQ(told, 1); });
  for (auto& pair : ends) {
    close(pair[0]);
    close(pair[1]);
  }
}

TEST(EventLoopChurnTest, EveryThreadsWorkIsDoneInItsOrder) {
  constexpr int kThreads = 8, kEach = 2000;
  std::vector<int> seen(kThreads, 0);
  bool in_order = true;
  {
    LoopThread thread;
    std::vector<std::thread> posters;
    for (int poster = 0; poster < kThreads; ++poster) {
      posters.emplace_back([&, poster] {
        for (int i = 0; i < kEach; ++i) {
          thread.loop().Post([&, poster, i] {
            in_order = in_order && seen[static_cast<size_t>(poster)] == i;
            ++seen[static_cast<size_t>(poster)];
          });
        }
      });
    }
    for (std::thread& poster : posters) poster.join();
  }
  EXPECT_TRUE(in_order);
  EXPECT_EQ(seen, std::vector<int>(kThreads, kEach));
}

TEST(EventLoopChurnTest, StopsFromItsOwnThreadAndTwice) {
  EventLoop loop;
  int done = 0;
  loop.Post([&] {
    loop.Stop();
    loop.Stop();
    loop.Post([&] { ++done; });
  });
  loop.Run();
  EXPECT_EQ(done, 1);
}

Task<absl::Status> WaitTwice(CallContext& call, Signal& signal, std::vector<Waited>& seen) {
  for (int i = 0; i < 2; ++i) {
    absl::StatusOr<Waited> waited = co_await Wait(call, signal, absl::Milliseconds(20));
    if (!waited.ok()) co_return waited.status();
    seen.push_back(*waited);
  }
  co_return absl::OkStatus();
}

TEST(EventLoopChurnTest, ASignalThatIsSetTwiceWakesOnce) {
  LoopThread thread;
  CallContext call(thread.loop());
  Signal signal;
  std::vector<Waited> seen;
  const absl::Status result = thread.RunFlow([&] {
    thread.loop().Post([&] {
      signal.Set();
      signal.Set();
    });
    return WaitTwice(call, signal, seen);
  });
  EXPECT_TRUE(result.ok()) << result;
  EXPECT_EQ(seen, (std::vector<Waited>{Waited::kSignalled, Waited::kIdle}));
}

TEST(EventLoopChurnTest, ASignalThatComesWithTheEndDoesNotResumeTwice) {
  LoopThread thread;
  CallContext call(thread.loop());
  Signal signal;
  std::vector<Waited> seen;
  const absl::Status result = thread.RunFlow([&] {
    thread.loop().Post([&] {
      signal.Set();
      call.End(absl::CancelledError("gone"));
      signal.Set();
    });
    return WaitTwice(call, signal, seen);
  });
  EXPECT_EQ(result, absl::CancelledError("gone"));
  EXPECT_TRUE(seen.empty());
}

}  // namespace
}  // namespace mediagen
