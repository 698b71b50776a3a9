#include "server/async/event_loop.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <future>
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

}  // namespace
}  // namespace mediagen
