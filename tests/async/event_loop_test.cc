#include "server/async/event_loop.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <future>
#include <string>
#include <vector>

#include "tests/async/flow_fixture.h"

namespace mediagen {
namespace {

using testing::LoopThread;

class RecordingTimer : public Timer {
 public:
  RecordingTimer(EventLoop& loop, int name, std::vector<int>& fired, std::promise<void>* last)
      : Timer(loop), name_(name), fired_(fired), last_(last) {}

 private:
  void OnTimer() override {
    fired_.push_back(name_);
    if (last_ != nullptr) last_->set_value();
  }
  const int name_;
  std::vector<int>& fired_;
  std::promise<void>* const last_;
};

TEST(EventLoopTest, RunsPostedWorkInPostingOrder) {
  LoopThread thread;
  std::vector<int> seen;
  for (int i = 0; i < 100; ++i) thread.loop().Post([&seen, i] { seen.push_back(i); });
  thread.Run([] {});
  ASSERT_EQ(seen.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(seen[static_cast<size_t>(i)], i);
}

TEST(EventLoopTest, WorkPostedBeforeStopIsDone) {
  int done = 0;
  {
    LoopThread thread;
    for (int i = 0; i < 10; ++i) thread.loop().Post([&done] { ++done; });
  }
  EXPECT_EQ(done, 10);
}

TEST(EventLoopTest, DeferredWorkKeepsThePostingOrder) {
  LoopThread thread;
  std::vector<int> seen;
  thread.loop().PostDeferred([&seen] { seen.push_back(1); });
  thread.loop().Post([&seen] { seen.push_back(2); });
  thread.Run([] {});
  EXPECT_EQ(seen, (std::vector<int>{1, 2}));
}

TEST(EventLoopTest, DeferredWorkDoesNotPileUp) {
  LoopThread thread;
  std::promise<void> first;
  thread.loop().PostDeferred([&first] { first.set_value(); });
  for (size_t i = 1; i < EventLoop::kMostDeferred; ++i) thread.loop().PostDeferred([] {});
  // Nothing else wakes the loop.
  EXPECT_EQ(first.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
}

TEST(EventLoopTest, DeferredWorkIsDoneBeforeTheLoopStops) {
  int done = 0;
  {
    LoopThread thread;
    thread.loop().PostDeferred([&done] { ++done; });
  }
  EXPECT_EQ(done, 1);
}

TEST(EventLoopTest, TimersFireInOrderOfTimeNotOfArming) {
  LoopThread thread;
  std::vector<int> fired;
  std::promise<void> last;
  RecordingTimer late(thread.loop(), 2, fired, &last), early(thread.loop(), 1, fired, nullptr),
      cancelled(thread.loop(), 3, fired, nullptr);
  thread.Run([&] {
    const MonotonicTime now = thread.loop().now();
    late.Arm(After(now, absl::Milliseconds(20)));
    cancelled.Arm(After(now, absl::Milliseconds(1)));
    early.Arm(After(now, absl::Milliseconds(5)));
    cancelled.Cancel();
  });
  last.get_future().wait();
  thread.Run([&] { EXPECT_EQ(fired, (std::vector<int>{1, 2})); });
}

TEST(EventLoopTest, ATimerArmedForNeverDoesNotFire) {
  EXPECT_EQ(After(std::chrono::steady_clock::now(), absl::InfiniteDuration()), kNever);
}

class PipeReader : public FdWatcher {
 public:
  explicit PipeReader(EventLoop& loop) : loop_(loop) {}
  void OnReady(int fd, bool readable, bool) override {
    char byte = 0;
    if (readable && read(fd, &byte, 1) == 1) bytes.push_back(byte);
    if (byte == 'z') {
      loop_.Watch(fd, false, false, this);
      done.set_value();
    }
  }
  std::vector<char> bytes;
  std::promise<void> done;

 private:
  EventLoop& loop_;
};

TEST(EventLoopTest, TellsWhenADescriptorIsReadable) {
  LoopThread thread;
  PipeReader reader(thread.loop());
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  thread.Run([&] { thread.loop().Watch(ends[0], true, false, &reader); });
  ASSERT_EQ(write(ends[1], "az", 2), 2);
  reader.done.get_future().wait();
  EXPECT_EQ(reader.bytes, (std::vector<char>{'a', 'z'}));
  close(ends[0]);
  close(ends[1]);
}

// A pipe with a byte in it that is not read; says each time that it is told of it.
class ReadyPipe : public FdWatcher {
 public:
  ReadyPipe(EventLoop& loop, char name, std::string& told) : loop_(loop), name_(name), told_(told) {
    EXPECT_EQ(pipe(ends_), 0);
    EXPECT_EQ(write(ends_[1], "x", 1), 1);
  }
  ~ReadyPipe() override {
    close(ends_[0]);
    close(ends_[1]);
  }
  void Watch(FdPriority priority) { loop_.Watch(ends_[0], true, false, this, priority); }
  void Forget() { loop_.Watch(ends_[0], false, false, this); }

 private:
  void OnReady(int, bool, bool) override { told_.push_back(name_); }

  EventLoop& loop_;
  const char name_;
  std::string& told_;
  int ends_[2];
};

TEST(EventLoopTest, OneBulkDescriptorATurnAfterAllOthers) {
  LoopThread thread;
  std::string told;
  ReadyPipe a(thread.loop(), 'a', told), b(thread.loop(), 'b', told), c(thread.loop(), 'c', told),
      usual(thread.loop(), 'u', told);
  thread.Run([&] {
    for (ReadyPipe* bulk : {&a, &b, &c}) bulk->Watch(FdPriority::kBulk);
    usual.Watch(FdPriority::kUsual);
  });
  // Each is a turn of its own at least, since the loop waits for nothing.
  for (int turns = 0; turns < 12; ++turns) thread.Run([] {});
  thread.Run([&] {
    for (ReadyPipe* pipe : {&a, &b, &c, &usual}) pipe->Forget();
  });
  ASSERT_GE(told.size(), 6u);
  for (size_t i = 0; i + 1 < told.size(); i += 2) {
    EXPECT_EQ(told[i], 'u') << told;
    EXPECT_NE(told[i + 1], 'u') << told;
  }
  for (const char name : {'a', 'b', 'c'}) EXPECT_NE(told.find(name), std::string::npos) << told;
}

TEST(EventLoopTest, ADescriptorMayChangeItsPriority) {
  LoopThread thread;
  std::string told;
  ReadyPipe pipe(thread.loop(), 'p', told);
  for (const FdPriority priority : {FdPriority::kUsual, FdPriority::kBulk, FdPriority::kUsual}) {
    thread.Run([&] {
      told.clear();
      pipe.Watch(priority);
    });
    thread.Run([] {});
    thread.Run([&] { EXPECT_FALSE(told.empty()); });
  }
  thread.Run([&] {
    pipe.Forget();
    told.clear();
  });
  thread.Run([&] { EXPECT_TRUE(told.empty()); });
}

}  // namespace
}  // namespace mediagen
