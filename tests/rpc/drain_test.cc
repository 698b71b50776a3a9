// SIGTERM, seen from inside: what calls end with when the server stops.
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>
#include <utility>

#include "grpc/health/v1/health.grpc.pb.h"
#include "mediagen/v1/model_service.grpc.pb.h"
#include "tests/rpc/paid_rpcs.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

class DrainTest : public VideoTest {
 protected:
  // Begins to drain; the calls under way get `patience_ms`.
  void Drain() {
    server();
    drain_ = std::async(std::launch::async, [this] { server()->Drain(); });
    EXPECT_TRUE(log_.WaitFor("draining").has_value());
  }
  bool HasDrained(std::chrono::milliseconds limit) {
    return drain_.wait_for(limit) == std::future_status::ready;
  }

  std::future<void> drain_;
};

TEST_F(DrainTest, NothingToWaitForIsQuick) {
  Drain();
  EXPECT_TRUE(HasDrained(kPromptly));
  EXPECT_EQ(PaidRpcNamed("Chat").Call(server()).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(DrainTest, CallsUnderWayMayFinish) {
  for (const std::string name : {"GenerateImages", "Chat", "StartVideo"}) {
    upstream_.Enqueue(Answer::Json(GoodBody(PaidRpcNamed(name).surface)).HoldUntilReleased());
  }
  std::vector<std::future<grpc::Status>> calls;
  for (const std::string name : {"GenerateImages", "Chat", "StartVideo"}) {
    calls.push_back(
        std::async(std::launch::async, [this, name] { return PaidRpcNamed(name).Call(server()); }));
    ASSERT_TRUE(upstream_.WaitForRequests(calls.size()));
  }
  Drain();
  EXPECT_FALSE(HasDrained(std::chrono::milliseconds(100)));
  upstream_.Release();
  for (std::future<grpc::Status>& call : calls) {
    const grpc::Status status = call.get();
    EXPECT_TRUE(status.ok()) << status.error_message();
  }
  EXPECT_TRUE(HasDrained(kPromptly));
  EXPECT_EQ(upstream_.request_count(), 3u);
}

TEST_F(DrainTest, APaidRequestUnderWayHasAnUnknownOutcome) {
  SetMillis(*config_.mutable_drain_timeout(), 50);
  upstream_.SetDefault(Answer::Json(OperationAnswer()).HoldUntilReleased());
  std::vector<std::future<grpc::Status>> calls;
  for (const PaidRpc& rpc : PaidRpcs()) {
    calls.push_back(std::async(std::launch::async, [&] { return rpc.Call(server()); }));
  }
  ASSERT_TRUE(upstream_.WaitForRequests(calls.size()));
  Drain();
  for (std::future<grpc::Status>& call : calls) {
    const client::CallError error = ErrorOf(call.get());
    EXPECT_EQ(error.code, absl::StatusCode::kUnknown);
    EXPECT_EQ(error.reason, "SUBMIT_OUTCOME_UNKNOWN");
    EXPECT_FALSE(error.retry_delay.has_value());
  }
  // Two starts have detached and are waited for.
  EXPECT_FALSE(HasDrained(std::chrono::milliseconds(100)));
  upstream_.Release();
  EXPECT_TRUE(HasDrained(kPromptly));
  EXPECT_EQ(log_.Count("operation_orphaned"), 2);
}

TEST_F(DrainTest, AWaitForAPaidVideoIsAbortedWithItsOperation) {
  SetMillis(*config_.mutable_drain_timeout(), 50);
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  upstream_.SetDefault(Answer::Json(PendingAnswer()));
  auto call = std::async(std::launch::async, [this] { return Generate(); });
  ASSERT_TRUE(upstream_.WaitForRequests(2));
  Drain();
  const auto streamed = call.get();
  const client::CallError error = ErrorOf(streamed.status);
  EXPECT_EQ(error.code, absl::StatusCode::kAborted);
  EXPECT_EQ(error.reason, "DRAINING");
  EXPECT_FALSE(error.retry_delay.has_value());
  EXPECT_EQ(error.Metadata("operation"), streamed.events.at(0).started().operation());
  EXPECT_TRUE(HasDrained(kPromptly));
  EXPECT_EQ(log_.WaitFor("operation_orphaned")->operation(), error.Metadata("operation"));
}

TEST_F(DrainTest, AFreeWaitMayBeRepeatedElsewhere) {
  SetMillis(*config_.mutable_drain_timeout(), 50);
  const std::string operation = Start();
  upstream_.SetDefault(Answer::Json(PendingAnswer()));
  auto call = std::async(std::launch::async, [&] { return Watch(operation); });
  ASSERT_TRUE(upstream_.WaitForRequests(2));
  Drain();
  const client::CallError error = ErrorOf(call.get().status);
  EXPECT_EQ(error.code, absl::StatusCode::kUnavailable);
  EXPECT_EQ(error.reason, "DRAINING");
  EXPECT_TRUE(error.retry_delay.has_value());
  EXPECT_EQ(error.Metadata("operation"), operation);
  EXPECT_TRUE(HasDrained(kPromptly));
}

TEST_F(DrainTest, AFreeWaitMovesOnAtOnce) {
  SetMillis(*config_.mutable_drain_timeout(), 3'600'000);
  const std::string operation = Start();
  upstream_.SetDefault(Answer::Json(PendingAnswer()));
  auto call = std::async(std::launch::async, [&] { return Watch(operation); });
  ASSERT_TRUE(upstream_.WaitForRequests(3));
  Drain();
  const client::CallError error = ErrorOf(call.get().status);
  EXPECT_EQ(error.code, absl::StatusCode::kUnavailable);
  EXPECT_EQ(error.reason, "DRAINING");
  EXPECT_TRUE(error.retry_delay.has_value());
  EXPECT_TRUE(HasDrained(kPromptly));
}

TEST_F(DrainTest, AWatchWhoseVideoComesMayFinish) {
  const std::string operation = Start();
  const std::string video = Mp4(3'000'000);
  upstream_.Enqueue(Answer::Json(VideosAnswer({video})).StallAfter(2'000'000));
  std::promise<void> comes;
  auto call = std::async(std::launch::async, [&] {
    v1::WatchVideoRequest request;
    request.set_operation(operation);
    grpc::ClientContext context;
    auto reader = server().videos().WatchVideo(&context, request);
    std::string received;
    bool told = false;
    for (v1::WatchVideoResponse event; reader->Read(&event);) {
      received += event.chunk().data();
      if (event.has_header() && !std::exchange(told, true)) comes.set_value();
    }
    EXPECT_EQ(received, video);
    return reader->Finish();
  });
  ASSERT_EQ(comes.get_future().wait_for(kTestLimit), std::future_status::ready);
  Drain();
  EXPECT_FALSE(HasDrained(std::chrono::milliseconds(100)));
  upstream_.Release();
  const grpc::Status status = call.get();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(HasDrained(kPromptly));
}

TEST_F(DrainTest, CallsAreTakenUntilBalancersKnow) {
  SetMillis(*config_.mutable_drain_delay(), 4'000);
  server();
  drain_ = std::async(std::launch::async, [this] { server()->Drain(); });
  ASSERT_TRUE(log_.WaitFor("not_ready").has_value());
  auto health = grpc::health::v1::Health::NewStub(server().channel());
  for (const char* service : {"", "mediagen.v1.VideoService"}) {
    grpc::ClientContext context;
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    grpc::health::v1::HealthCheckResponse response;
    EXPECT_TRUE(health->Check(&context, request, &response).ok());
    EXPECT_EQ(response.status(), grpc::health::v1::HealthCheckResponse::NOT_SERVING) << service;
  }
  upstream_.Enqueue(Answer::Json(GoodBody(Surface::kChat)));
  EXPECT_TRUE(PaidRpcNamed("Chat").Call(server()).ok());
  EXPECT_EQ(log_.Count("draining"), 0);
  EXPECT_TRUE(log_.WaitFor("draining").has_value());
  EXPECT_TRUE(HasDrained(kPromptly));
}

// Once gRPC has sent GOAWAY it turns away by itself, as CANCELLED, what crosses that on its way.
TEST_F(DrainTest, WhoeverCallsNowHearsThatNothingWasBegun) {
  upstream_.SetDefault(Answer::Json(OperationAnswer()).HoldUntilReleased());
  auto held =
      std::async(std::launch::async, [this] { return PaidRpcNamed("StartVideo").Call(server()); });
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  std::atomic<bool> stop = false;
  std::vector<std::future<void>> callers;
  for (int i = 0; i < 4; ++i) {
    callers.push_back(std::async(std::launch::async, [&] {
      auto models = v1::ModelService::NewStub(server().channel());
      while (!stop) {
        grpc::ClientContext context;
        v1::ListModelsResponse response;
        const client::CallError error =
            ErrorOf(models->ListModels(&context, v1::ListModelsRequest(), &response));
        if (error.reason.empty()) continue;
        EXPECT_EQ(error.code, absl::StatusCode::kUnavailable);
        EXPECT_EQ(error.reason, "DRAINING");
        EXPECT_TRUE(error.retry_delay.has_value());
      }
    }));
  }
  Drain();
  EXPECT_FALSE(HasDrained(std::chrono::milliseconds(100)));
  stop = true;
  for (auto& caller : callers) caller.get();
  upstream_.Release();
  EXPECT_TRUE(held.get().ok());
  EXPECT_TRUE(HasDrained(kPromptly));
}

TEST_F(DrainTest, AHealthWatchHearsOfItAndDoesNotHoldItUp) {
  auto health = grpc::health::v1::Health::NewStub(server().channel());
  grpc::ClientContext context;
  grpc::health::v1::HealthCheckRequest request;
  request.set_service("mediagen.v1.VideoService");
  auto watch = health->Watch(&context, request);
  grpc::health::v1::HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), grpc::health::v1::HealthCheckResponse::SERVING);
  Drain();
  // By word, or by the end of the stream.
  while (watch->Read(&response)) {
    EXPECT_EQ(response.status(), grpc::health::v1::HealthCheckResponse::NOT_SERVING);
  }
  EXPECT_TRUE(HasDrained(kPromptly));
}

TEST_F(DrainTest, CallsThatArriveWithTheEndNeverPay) {
  SetMillis(*config_.mutable_drain_timeout(), 0);
  upstream_.SetDefault(Answer::Json(OperationAnswer()));
  server();
  std::vector<std::future<grpc::Status>> calls;
  for (int i = 0; i < 20; ++i) {
    for (const char* name : {"StartVideo", "Chat"}) {
      calls.push_back(std::async(std::launch::async,
                                 [this, name] { return PaidRpcNamed(name).Call(server()); }));
    }
  }
  Drain();
  size_t unpaid = 0;
  for (std::future<grpc::Status>& call : calls) {
    const client::CallError error = ErrorOf(call.get());
    // Whoever is invited to repeat has not paid.
    if (error.code == absl::StatusCode::kUnavailable) ++unpaid;
  }
  EXPECT_TRUE(HasDrained(kTestLimit));
  EXPECT_LE(upstream_.request_count(), calls.size() - unpaid);
}

}  // namespace
}  // namespace mediagen::testing
