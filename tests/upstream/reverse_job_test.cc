// Jobs that are read on one loop and watched from others.
#include "server/upstream/reverse_job.h"

#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/async/flow_fixture.h"

namespace mediagen {
namespace {

using testing::LoopThread;

ReverseJobState Percent(int percent, bool ended = false) {
  ReverseJobState state;
  state.said.set_upstream_percent(percent);
  state.ended = ended;
  return state;
}

// Watches to the end; the percentages that were seen must not fall.
Task<absl::Status> WatchToTheEnd(CallContext& call, std::shared_ptr<ReverseJob> job) {
  ReverseJob::Watcher watcher(job, call.loop());
  int last = 0;
  for (;;) {
    const std::shared_ptr<const ReverseJobState> state = job->state();
    if (state->said.upstream_percent() < last) co_return absl::InternalError("it went back");
    last = state->said.upstream_percent();
    if (state->ended) co_return absl::OkStatus();
    absl::StatusOr<Waited> waited =
        co_await Wait(call, watcher.changed(), absl::InfiniteDuration());
    if (!waited.ok()) co_return waited.status();
  }
}

TEST(ReverseJobTest, NoWatcherMissesTheEnd) {
  auto job = std::make_shared<ReverseJob>();
  constexpr int kWatchers = 4;
  LoopThread loops[kWatchers];
  std::vector<std::thread> watchers;
  std::atomic<int> ended = 0;
  for (LoopThread& loop : loops) {
    watchers.emplace_back([&] {
      CallContext call(loop.loop(), After(loop.loop().now(), absl::Seconds(20)));
      const absl::Status status = loop.RunFlow([&] { return WatchToTheEnd(call, job); });
      EXPECT_TRUE(status.ok()) << status;
      ++ended;
    });
  }
  for (int percent = 1; percent <= 100; ++percent) job->Publish(Percent(percent));
  job->Publish(Percent(100, true));
  for (std::thread& watcher : watchers) watcher.join();
  EXPECT_EQ(ended, kWatchers);
  job->Publish(Percent(0));  // Nobody is left to hear of it.
}

TEST(ReverseJobTest, AWatcherThatIsGoneIsNotWoken) {
  auto job = std::make_shared<ReverseJob>();
  {
    LoopThread loop;
    loop.Run([&] { ReverseJob::Watcher watcher(job, loop.loop()); });
  }
  job->Publish(Percent(1));
  EXPECT_EQ(job->state()->said.upstream_percent(), 1);
}

Operation OperationNamed(const std::string& request_id, const std::string& task_id) {
  Operation operation;
  operation.provider = "p";
  operation.request_id = request_id;
  operation.upstream_name = task_id;
  return operation;
}

TEST(ReverseJobsTest, FindsAJobByItsWholeOperation) {
  ReverseJobs jobs;
  const auto job = std::make_shared<ReverseJob>();
  jobs.Add(OperationNamed("r", "t"), job);
  EXPECT_EQ(jobs.Find(OperationNamed("r", "t")), job);
  EXPECT_EQ(jobs.Find(OperationNamed("other", "t")), nullptr);
  EXPECT_EQ(jobs.Find(OperationNamed("r", "other")), nullptr);
  Operation elsewhere = OperationNamed("r", "t");
  elsewhere.provider = "q";
  EXPECT_EQ(jobs.Find(elsewhere), nullptr);
}

TEST(ReverseJobsTest, ForgetsTheOldestBeyondItsCapacity) {
  ReverseJobs jobs(3);
  for (int i = 0; i < 5; ++i) {
    jobs.Add(OperationNamed(absl::StrCat("r", i), "t"), std::make_shared<ReverseJob>());
  }
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(jobs.Find(OperationNamed(absl::StrCat("r", i), "t")) != nullptr, i >= 2) << i;
  }
  const auto again = std::make_shared<ReverseJob>();
  jobs.Add(OperationNamed("r4", "t"), again);
  EXPECT_EQ(jobs.Find(OperationNamed("r4", "t")), again);
}

}  // namespace
}  // namespace mediagen
