// A request id is good for one payment.
#include "server/rpc/request_ids.h"

#include <gtest/gtest.h>

#include <future>

#include "server/upstream/error_details.h"
#include "tests/rpc/paid_rpcs.h"
#include "tests/rpc/upstream_answers.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

class RequestIdTest : public VideoTest, public ::testing::WithParamInterface<std::string> {
 protected:
  const PaidRpc& rpc() const { return PaidRpcNamed(GetParam()); }

  grpc::Status Call() {
    PaidParameters parameters;
    parameters.request_id = "r-1";
    return rpc().Call(server(), parameters);
  }

  void Succeed() {
    for (const Answer& answer : GoodAnswers(rpc())) upstream_.Enqueue(answer);
    const grpc::Status status = Call();
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  client::CallError ExpectReused(const grpc::Status& status) {
    client::CallError error = ErrorOf(status);
    EXPECT_EQ(error.code, absl::StatusCode::kAlreadyExists);
    EXPECT_EQ(error.reason, "REQUEST_ID_REUSED");
    EXPECT_FALSE(error.retry_delay.has_value());
    EXPECT_EQ(error.Metadata("request_id"), "r-1");
    return error;
  }
};

TEST_P(RequestIdTest, TwoCallsAtOncePayOnce) {
  std::vector<Answer> answers = GoodAnswers(rpc());
  upstream_.Enqueue(answers[0].HoldUntilReleased());
  if (answers.size() > 1) upstream_.Enqueue(answers[1]);
  auto first = std::async(std::launch::async, [this] { return Call(); });
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  const client::CallError error = ExpectReused(Call());
  EXPECT_EQ(error.Metadata("operation"), "");
  upstream_.Release();
  EXPECT_TRUE(first.get().ok());
  EXPECT_EQ(upstream_.request_count(), answers.size());
}

TEST_P(RequestIdTest, IsUsedUpBySuccess) {
  Succeed();
  const size_t arrivals = upstream_.request_count();
  const client::CallError error = ExpectReused(Call());
  EXPECT_EQ(upstream_.request_count(), arrivals);
  if (rpc().surface != Surface::kVideo) return;
  upstream_.Enqueue(Answer::Json(VideosAnswer({Mp4(100)})));
  EXPECT_TRUE(Watch(std::string(error.Metadata("operation"))).status.ok());
}

TEST_P(RequestIdTest, IsUsedUpByAnOutcomeThatNobodyKnows) {
  upstream_.Enqueue(Answer().CloseBeforeAnswer());
  EXPECT_EQ(ErrorOf(Call()).reason, "SUBMIT_OUTCOME_UNKNOWN");
  ExpectReused(Call());
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_P(RequestIdTest, IsUsedUpByACallThatLeftWhilePaying) {
  upstream_.Enqueue(Answer().HoldUntilReleased());
  grpc::ClientContext context;
  PaidParameters parameters;
  parameters.request_id = "r-1";
  auto call =
      std::async(std::launch::async, [&] { return rpc().call(server(), context, parameters); });
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  context.TryCancel();
  EXPECT_EQ(call.get().error_code(), grpc::StatusCode::CANCELLED);
  ASSERT_TRUE(server().WaitUntilIdle());
  ExpectReused(Call());
  EXPECT_EQ(upstream_.request_count(), 1u);
  upstream_.Release();
}

TEST_P(RequestIdTest, IsFreeAfterARejection) {
  upstream_.Enqueue(Answer(429));
  EXPECT_EQ(ErrorOf(Call()).reason, "UPSTREAM_RATE_LIMITED");
  upstream_.Enqueue(Answer(503, R"({"error":{"code":503,"status":"UNAVAILABLE"}})"));
  EXPECT_EQ(ErrorOf(Call()).reason, "UPSTREAM_UNAVAILABLE");
  Succeed();
}

TEST_P(RequestIdTest, IsFreeAfterAFaultOfTheRequest) {
  PaidParameters bad;
  bad.request_id = "r-1";
  bad.prompt = "";
  EXPECT_EQ(rpc().Call(server(), bad).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  bad = PaidParameters();
  bad.request_id = "r-1";
  bad.validate_only = true;
  EXPECT_TRUE(rpc().Call(server(), bad).ok());
  Succeed();
}

INSTANTIATE_TEST_SUITE_P(, RequestIdTest,
                         ::testing::Values("GenerateImages", "StreamImages", "Chat",
                                           "GenerateVideo", "StartVideo"),
                         [](const auto& info) { return info.param; });

TEST(RequestIdsTest, ForgetsTheOldestBeyondItsCapacity) {
  RequestIds ids(2);
  EXPECT_TRUE(ids.Reserve("a").ok());
  EXPECT_TRUE(ids.Reserve("b").ok());
  EXPECT_TRUE(ids.Reserve("c").ok());
  EXPECT_FALSE(ids.Reserve("b").ok());
  EXPECT_FALSE(ids.Reserve("c").ok());
  EXPECT_TRUE(ids.Reserve("a").ok());
}

TEST(RequestIdsTest, IdsGivenBackDoNotPushOthersOut) {
  RequestIds ids(2);
  EXPECT_TRUE(ids.Reserve("paid").ok());
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(ids.Reserve("refused").ok());
    ids.Forget("refused");
  }
  EXPECT_FALSE(ids.Reserve("paid").ok());
}

TEST(RequestIdsTest, AnIdTakenAnewIsAsYoungAsItsSecondTaking) {
  RequestIds ids(2);
  EXPECT_TRUE(ids.Reserve("a").ok());
  ids.Forget("a");
  EXPECT_TRUE(ids.Reserve("b").ok());
  EXPECT_TRUE(ids.Reserve("a").ok());
  EXPECT_TRUE(ids.Reserve("c").ok());
  EXPECT_FALSE(ids.Reserve("a").ok());
}

TEST(RequestIdsTest, TellsTheOperation) {
  RequestIds ids(2);
  EXPECT_TRUE(ids.Reserve("a").ok());
  ids.SetOperation("a", "handle");
  ids.SetOperation("b", "handle");
  EXPECT_EQ(ErrorInfoOf(ids.Reserve("a")).metadata().at("operation"), "handle");
  EXPECT_TRUE(ids.Reserve("b").ok());
}

}  // namespace
}  // namespace mediagen::testing
