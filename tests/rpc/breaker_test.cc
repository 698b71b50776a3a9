// A provider that is left alone, as callers see it.
#include <gtest/gtest.h>

#include <future>

#include "grpc/health/v1/health.grpc.pb.h"
#include "tests/rpc/paid_rpcs.h"
#include "tests/rpc/scrape.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

class ProviderBreakerTest : public VideoTest {
 protected:
  ProviderBreakerTest() {
    config_.set_metrics_port(0);
    config_.mutable_breaker()->set_min_calls(3);
    config_.mutable_breaker()->set_failure_share(0.75);
    SetMillis(*config_.mutable_breaker()->mutable_open_time(), 3'600'000);
  }

  grpc::Status Picture(bool validate_only = false) {
    PaidParameters parameters;
    parameters.validate_only = validate_only;
    return PaidRpcNamed("GenerateImages").Call(server(), parameters);
  }
  void Open() {
    for (int i = 0; i < 3; ++i) {
      upstream_.Enqueue(Answer(500));
      EXPECT_EQ(ErrorOf(Picture()).reason, "SUBMIT_OUTCOME_UNKNOWN");
    }
  }
  double State() { return Scrape(server()->metrics_port()).Sum("mediagen_breaker_state"); }

  static void ExpectUnhealthy(const grpc::Status& status) {
    const client::CallError error = ErrorOf(status);
    EXPECT_EQ(error.code, absl::StatusCode::kUnavailable) << error.message;
    EXPECT_EQ(error.reason, "PROVIDER_UNHEALTHY");
    EXPECT_TRUE(error.retry_delay.has_value());
  }
};

TEST_F(ProviderBreakerTest, EveryCallEndsAtOnceWhileItIsOpenAndNothingIsSent) {
  const std::string operation = Start();
  Open();
  EXPECT_EQ(State(), 2);
  EXPECT_TRUE(log_.WaitFor("provider_unhealthy").has_value());
  const size_t before = upstream_.head_count();
  for (const PaidRpc& rpc : PaidRpcs()) {
    SCOPED_TRACE(rpc.name);
    ExpectUnhealthy(rpc.Call(server()));
  }
  ExpectUnhealthy(Watch(operation).status);
  v1::GetVideoOperationResponse response;
  ExpectUnhealthy(GetOperation(operation, response));
  EXPECT_EQ(upstream_.head_count(), before);
}

TEST_F(ProviderBreakerTest, TheServerStaysReadyAndTellsPrices) {
  Open();
  auto health = grpc::health::v1::Health::NewStub(server().channel());
  grpc::ClientContext context;
  grpc::health::v1::HealthCheckResponse response;
  EXPECT_TRUE(health->Check(&context, {}, &response).ok());
  EXPECT_EQ(response.status(), grpc::health::v1::HealthCheckResponse::SERVING);
  EXPECT_TRUE(Picture(/*validate_only=*/true).ok());
}

TEST_F(ProviderBreakerTest, ARequestIdIsFreeAgain) {
  Open();
  PaidParameters parameters;
  parameters.request_id = "r-1";
  for (int i = 0; i < 2; ++i)
    ExpectUnhealthy(PaidRpcNamed("GenerateImages").Call(server(), parameters));
}

TEST_F(ProviderBreakerTest, RefusalsDoNotOpenIt) {
  for (int i = 0; i < 10; ++i) {
    upstream_.Enqueue(Answer(i % 2 == 0 ? 429 : 400, "{}"));
    EXPECT_FALSE(Picture().ok());
  }
  EXPECT_EQ(State(), 0);
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(100)})));
  EXPECT_TRUE(Picture().ok());
}

TEST_F(ProviderBreakerTest, AConnectionThatIsRefusedOpensIt) {
  server();
  upstream_.Stop();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ErrorOf(Picture()).reason, "UPSTREAM_UNREACHABLE");
  ExpectUnhealthy(Picture());
}

TEST_F(ProviderBreakerTest, TheNextCallThatSomebodyAsksForIsTheProbe) {
  SetMillis(*config_.mutable_breaker()->mutable_open_time(), 100);
  Open();
  ASSERT_TRUE(Eventually(kTestLimit, [&] { return State() == 1; }));
  // Nothing goes out by itself.
  EXPECT_EQ(upstream_.head_count(), 3u);
  upstream_.Enqueue(Answer(500));
  EXPECT_EQ(ErrorOf(Picture()).reason, "SUBMIT_OUTCOME_UNKNOWN");
  ExpectUnhealthy(Picture());
  ASSERT_TRUE(Eventually(kTestLimit, [&] { return State() == 1; }));
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(100)})));
  EXPECT_TRUE(Picture().ok());
  EXPECT_TRUE(Eventually(kTestLimit, [&] { return State() == 0; }));
  EXPECT_EQ(upstream_.head_count(), 5u);
}

TEST_F(ProviderBreakerTest, WhileAProbeIsOutTheOthersAreRefused) {
  SetMillis(*config_.mutable_breaker()->mutable_open_time(), 10);
  Open();
  ASSERT_TRUE(Eventually(kTestLimit, [&] { return State() == 1; }));
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(100)})).HoldUntilReleased());
  auto probe = std::async(std::launch::async, [&] { return Picture(); });
  ASSERT_TRUE(upstream_.WaitForRequests(4));
  for (int i = 0; i < 5; ++i) ExpectUnhealthy(Picture());
  upstream_.Release();
  EXPECT_TRUE(probe.get().ok());
  EXPECT_EQ(upstream_.head_count(), 4u);
}

TEST_F(ProviderBreakerTest, WhoHasPaidWaitsUntilItIsWellAgain) {
  SetMillis(*config_.mutable_breaker()->mutable_open_time(), 100);
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  // Polls that fail, more of them than it takes, then the video.
  for (int i = 0; i < 4; ++i) upstream_.Enqueue(Answer(503));
  upstream_.SetDefault(Answer::Json(VideosAnswer({Mp4(1000)})));
  config_.set_max_poll_failures(5);
  const auto streamed = Generate();
  EXPECT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  EXPECT_TRUE(log_.WaitFor("provider_unhealthy").has_value());
  EXPECT_TRUE(log_.WaitFor("provider_healthy").has_value());
}

TEST_F(ProviderBreakerTest, WhoHasPaidKeepsTheOperationWhenTheWaitIsOver) {
  SetMillis(*config_.mutable_operation_wait_limit(), 300);
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  upstream_.SetDefault(Answer(503));
  const auto streamed = Generate();
  const client::CallError error = ErrorOf(streamed.status);
  EXPECT_EQ(error.code, absl::StatusCode::kAborted);
  EXPECT_EQ(error.reason, "OPERATION_WAIT_LIMIT");
  EXPECT_FALSE(error.retry_delay.has_value());
  EXPECT_FALSE(error.Metadata("operation").empty());
  EXPECT_EQ(State(), 2);
}

}  // namespace
}  // namespace mediagen::testing
