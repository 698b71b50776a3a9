#include "server/async/task.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "server/async/sleep.h"
#include "tests/async/flow_fixture.h"

namespace mediagen {
namespace {

using testing::LoopThread;

Task<int> Square(int n) { co_return n* n; }

Task<std::unique_ptr<std::string>> MakeText(CallContext& call, std::string text) {
  absl::Status slept = co_await Sleep(call, absl::ZeroDuration());
  if (!slept.ok()) co_return nullptr;
  co_return std::make_unique<std::string>(std::move(text));
}

Task<absl::Status> Sum(CallContext& call, int up_to, int& sum) {
  for (int i = 1; i <= up_to; ++i) {
    int square = co_await Square(i);
    sum += square;
    if (absl::Status slept = co_await Sleep(call, absl::ZeroDuration()); !slept.ok())
      co_return slept;
  }
  co_return absl::OkStatus();
}

Task<absl::Status> Texts(CallContext& call, std::string& joined) {
  std::unique_ptr<std::string> one = co_await MakeText(call, "one ");
  std::unique_ptr<std::string> two = co_await MakeText(call, "two");
  joined = *one + *two;
  co_return absl::OkStatus();
}

TEST(TaskTest, AwaitsTasksInsideLoops) {
  LoopThread thread;
  CallContext call(thread.loop());
  int sum = 0;
  EXPECT_TRUE(thread.RunFlow([&] { return Sum(call, 100, sum); }).ok());
  EXPECT_EQ(sum, 338350);
}

TEST(TaskTest, HandsOverMoveOnlyResults) {
  LoopThread thread;
  CallContext call(thread.loop());
  std::string joined;
  EXPECT_TRUE(thread.RunFlow([&] { return Texts(call, joined); }).ok());
  EXPECT_EQ(joined, "one two");
}

TEST(TaskTest, ATaskThatNeverStartedIsFreed) {
  auto watched = std::make_shared<int>(1);
  std::weak_ptr<int> gone = watched;
  {
    Task<int> never = Square(*watched);
    watched.reset();
  }
  EXPECT_TRUE(gone.expired());
}

}  // namespace
}  // namespace mediagen
