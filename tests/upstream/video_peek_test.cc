// The state of an operation, without its bytes.
#include <gtest/gtest.h>

#include "server/upstream/video_poll.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/watch_bench.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::UpstreamBench;

Task<absl::Status> Peek(UpstreamBench& bench, CallContext& call, const Operation& operation,
                        RetryBudget& budget, v1::GetVideoOperationResponse& response) {
  absl::StatusOr<v1::GetVideoOperationResponse> peeked = co_await PeekVideo(
      call, bench.client(), bench.provider(), *bench.provider().credential(), operation, budget);
  if (!peeked.ok()) co_return peeked.status();
  response = *std::move(peeked);
  co_return absl::OkStatus();
}

absl::Status Peek(UpstreamBench& bench, v1::GetVideoOperationResponse& response) {
  RetryBudget budget(bench.loop().now());
  const Operation operation = testing::StartedOperation();
  return bench.Run(
      [&](CallContext& call) { return Peek(bench, call, operation, budget, response); });
}

struct Row {
  const char* name;
  Answer poll;
  v1::VideoState state;
  const char* reason;
};

const Row kRows[] = {
    {"Running", Answer::Json(R"({"name":"x"})"), v1::VIDEO_STATE_RUNNING, ""},
    {"Bytes", Answer::Json(testing::DoneAnswer({"....ftypisom"})), v1::VIDEO_STATE_SUCCEEDED, ""},
    {"Link", Answer::Json(R"({"done":true,"response":{"videos":[{"gcsUri":"gs://b/o"}]}})"),
     v1::VIDEO_STATE_SUCCEEDED, ""},
    {"Failed", Answer::Json(R"({"done":true,"error":{"code":13,"message":"m"}})"),
     v1::VIDEO_STATE_FAILED, "OPERATION_FAILED"},
    {"Filtered", Answer::Json(R"({"done":true,"response":{}})"), v1::VIDEO_STATE_FAILED,
     "RESULT_FILTERED"},
};

TEST(VideoPeekTest, States) {
  UpstreamBench bench;
  for (const Row& row : kRows) {
    bench.upstream().Enqueue(row.poll);
    v1::GetVideoOperationResponse response;
    const absl::Status status = Peek(bench, response);
    ASSERT_TRUE(status.ok()) << row.name << status;
    EXPECT_EQ(response.state(), row.state) << row.name;
    EXPECT_EQ(response.error().reason(), row.reason) << row.name;
    EXPECT_EQ(response.model(), "veo-2.0-generate-001");
    EXPECT_EQ(response.has_progress(), row.state == v1::VIDEO_STATE_RUNNING) << row.name;
  }
}

TEST(VideoPeekTest, ClosesAtTheFirstByte) {
  UpstreamBench bench;
  const std::string answer = testing::DoneAnswer({testing::PatternVideo(1'000'000)});
  bench.upstream().Enqueue(Answer::Json(answer).StallAfter(200'000));
  v1::GetVideoOperationResponse response;
  ASSERT_TRUE(Peek(bench, response).ok());
  EXPECT_EQ(response.state(), v1::VIDEO_STATE_SUCCEEDED);
  EXPECT_TRUE(bench.upstream().WaitUntilNoConnections());
}

TEST(VideoPeekTest, AFailedLookIsRepeated) {
  UpstreamBench bench;
  bench.upstream().Enqueue(Answer(200, "<html>"));
  bench.upstream().Enqueue(Answer::Json(R"({"name":"x"})"));
  v1::GetVideoOperationResponse response;
  const absl::Status status = Peek(bench, response);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(response.state(), v1::VIDEO_STATE_RUNNING);
}

TEST(VideoPeekTest, WhatIsGoneIsNotAskedForAgain) {
  UpstreamBench bench;
  bench.upstream().SetDefault(Answer(404, "{}"));
  v1::GetVideoOperationResponse response;
  EXPECT_EQ(testing::ReasonOf(Peek(bench, response)), "OPERATION_EXPIRED");
  EXPECT_EQ(bench.upstream().request_count(), 1u);
}

TEST(VideoPeekTest, AnEmptyBudgetRepeatsNothing) {
  UpstreamBench bench;
  bench.upstream().SetDefault(Answer(503, ""));
  RetryBudget budget(bench.loop().now());
  while (budget.Spend(bench.loop().now())) {
  }
  const Operation operation = testing::StartedOperation();
  v1::GetVideoOperationResponse response;
  const absl::Status status =
      bench.Run([&](CallContext& call) { return Peek(bench, call, operation, budget, response); });
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(bench.upstream().request_count(), 1u);
}

}  // namespace
}  // namespace mediagen
