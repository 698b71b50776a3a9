// What Prometheus sees of calls.
#include <gtest/gtest.h>

#include <future>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/rpc/paid_rpcs.h"
#include "tests/rpc/scrape.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

const std::string kProvider = R"(provider="aihubmix")";

class MetricsTest : public VideoTest {
 protected:
  MetricsTest() { config_.set_metrics_port(0); }

  Scrape Look() { return Scrape(server()->metrics_port()); }
  // Counters move when a call has ended, which its caller may hear of a moment before.
  bool WaitFor(const std::string& name, const std::vector<std::string>& labels, double value) {
    return Eventually(kTestLimit, [&] { return Look().Sum(name, labels) == value; });
  }
  grpc::Status Picture(const PaidParameters& parameters = {}) {
    return PaidRpcNamed("GenerateImages").Call(server(), parameters);
  }
};

TEST_F(MetricsTest, CallsAreCountedByMethodAndCode) {
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(1000)})));
  upstream_.Enqueue(Answer(429));
  EXPECT_TRUE(Picture().ok());
  EXPECT_FALSE(Picture().ok());
  const std::string method = R"(grpc_method="GenerateImages")";
  ASSERT_TRUE(WaitFor("grpc_server_handling_seconds_count", {method}, 2));
  const Scrape scrape = Look();
  EXPECT_EQ(scrape.Sum("grpc_server_started_total", {method, R"(grpc_type="unary")"}), 2);
  EXPECT_EQ(scrape.Sum("grpc_server_started_total"), 2);
  EXPECT_EQ(scrape.Sum("grpc_server_handled_total", {method, R"(grpc_code="OK")"}), 1);
  EXPECT_EQ(scrape.Sum("grpc_server_handled_total", {method, R"(grpc_code="ResourceExhausted")"}),
            1);
  EXPECT_EQ(scrape.Sum("grpc_server_handled_total"), 2);
  EXPECT_EQ(scrape.Sum("grpc_server_msg_received_total", {method}), 2);
  EXPECT_EQ(scrape.Sum("grpc_server_msg_sent_total", {method}), 1);
  EXPECT_EQ(scrape.Sum("mediagen_media_sent_bytes_total"), 1000);
}

TEST_F(MetricsTest, PaidRequestsAreCountedByWhatBecameOfThem) {
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(1000)})));
  upstream_.Enqueue(Answer(400, "{}"));
  upstream_.Enqueue(Answer(500));
  for (int i = 0; i < 3; ++i) Picture();
  ASSERT_TRUE(WaitFor("grpc_server_handling_seconds_count", {}, 3));
  upstream_.Stop();
  Picture();
  const std::string name = "mediagen_upstream_requests_total";
  const std::string model = R"(model="imagen-4.0-generate-001")";
  const std::string paid = R"(kind="paid")";
  const Scrape scrape = Look();
  EXPECT_EQ(scrape.Sum(name, {kProvider, model, paid, R"(outcome="ok")"}), 1);
  EXPECT_EQ(scrape.Sum(name, {kProvider, model, paid, R"(outcome="rejected")"}), 1);
  EXPECT_EQ(scrape.Sum(name, {kProvider, model, paid, R"(outcome="unknown")"}), 1);
  EXPECT_EQ(scrape.Sum(name, {kProvider, model, paid, R"(outcome="unreachable")"}), 3);
  EXPECT_EQ(scrape.Sum("mediagen_retries_total", {kProvider}), 2);
  EXPECT_EQ(scrape.Sum("mediagen_unknown_outcomes_total", {kProvider}), 1);
  // One that came and one that nobody knows of, at 0.04 USD.
  EXPECT_NEAR(scrape.Sum("mediagen_spend_usd_total", {kProvider, model}), 0.08, 1e-9);
  EXPECT_EQ(scrape.Sum("mediagen_upstream_request_seconds_count", {kProvider, paid}), 6);
  EXPECT_GT(scrape.Sum("mediagen_upstream_sent_bytes_total", {kProvider}), 0);
  EXPECT_GT(scrape.Sum("mediagen_upstream_received_bytes_total", {kProvider}), 1000);
}

TEST_F(MetricsTest, WhatACallerMakesUpBecomesNoSeries) {
  upstream_.SetDefault(Answer(400, "{}"));
  PaidParameters made_up;
  for (int i = 0; i < 20; ++i) {
    made_up.model = absl::StrCat("made-up-", i);
    Picture(made_up);
  }
  const Scrape scrape = Look();
  EXPECT_EQ(scrape.Sum("mediagen_upstream_requests_total", {R"(model="other")"}), 20);
  EXPECT_FALSE(absl::StrContains(scrape.text(), "made-up"));
  EXPECT_FALSE(absl::StrContains(scrape.text(), kUpstreamKey));
}

TEST_F(MetricsTest, AVideoIsCountedFromItsStartToItsLastByte) {
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  upstream_.Enqueue(Answer::Json(PendingAnswer()));
  upstream_.Enqueue(Answer(500));
  upstream_.Enqueue(Answer::Json(VideosAnswer({Mp4(5000)})));
  const auto streamed = Generate();
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  ASSERT_TRUE(WaitFor("grpc_server_handled_total", {R"(grpc_code="OK")"}, 1));
  const Scrape scrape = Look();
  const std::string polls = "mediagen_polls_total";
  EXPECT_EQ(scrape.Sum(polls, {kProvider, R"(outcome="running")"}), 1);
  EXPECT_EQ(scrape.Sum(polls, {kProvider, R"(outcome="error")"}), 1);
  EXPECT_EQ(scrape.Sum(polls, {kProvider, R"(outcome="done")"}), 1);
  EXPECT_EQ(scrape.Sum("mediagen_retries_total", {kProvider}), 1);
  EXPECT_EQ(scrape.Sum("mediagen_upstream_requests_total", {kProvider, R"(kind="poll")"}), 3);
  EXPECT_EQ(scrape.Sum("mediagen_media_sent_bytes_total"), 5000);
  EXPECT_EQ(scrape.Sum("mediagen_waiting_operations"), 0);
  EXPECT_EQ(scrape.Sum("grpc_server_msg_sent_total", {R"(grpc_method="GenerateVideo")"}),
            static_cast<double>(streamed.events.size()));
  EXPECT_GT(scrape.Sum("mediagen_spend_usd_total", {kProvider}), 0);
}

TEST_F(MetricsTest, WhoWaitsAndWhoLeavesIsSeen) {
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  upstream_.SetDefault(Answer::Json(PendingAnswer()));
  grpc::ClientContext context;
  auto reader = server().videos().GenerateVideo(&context, Waves());
  v1::GenerateVideoResponse event;
  ASSERT_TRUE(reader->Read(&event));
  EXPECT_TRUE(WaitFor("mediagen_waiting_operations", {}, 1));
  const Scrape waiting = Look();
  EXPECT_EQ(waiting.Sum("mediagen_calls_in_flight"), 1);
  EXPECT_GE(waiting.Sum("mediagen_inflight_bytes"), 0);
  EXPECT_EQ(waiting.Sum("mediagen_inflight_bytes_limit"), 536870912);
  context.TryCancel();
  reader->Finish();
  EXPECT_TRUE(WaitFor("mediagen_waiting_operations", {}, 0));
  EXPECT_TRUE(WaitFor("mediagen_orphaned_operations_total", {kProvider}, 1));
  EXPECT_TRUE(WaitFor("mediagen_calls_in_flight", {}, 0));
}

TEST_F(MetricsTest, WhoLeavesBeforeTheAnswerIsCounted) {
  upstream_.Enqueue(Answer().HoldUntilReleased());
  grpc::ClientContext context;
  v1::GenerateImagesRequest request;
  request.mutable_spec()->set_prompt("a lighthouse");
  v1::GenerateImagesResponse response;
  auto call = std::async(std::launch::async, [&] {
    return server().images().GenerateImages(&context, request, &response);
  });
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  context.TryCancel();
  EXPECT_EQ(call.get().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(WaitFor("mediagen_upstream_requests_total", {R"(outcome="cancelled")"}, 1));
  EXPECT_NEAR(Look().Sum("mediagen_spend_usd_total", {kProvider}), 0.04, 1e-9);
}

TEST_F(MetricsTest, TheLoopTellsHowLongItsTurnsTake) {
  upstream_.Enqueue(Answer(429));
  Picture();
  const Scrape scrape = Look();
  EXPECT_GT(scrape.Sum("mediagen_loop_stall_seconds_count"), 0);
  EXPECT_GE(scrape.Sum("mediagen_loop_stall_seconds_bucket", {R"(le="+Inf")"}),
            scrape.Sum("mediagen_loop_stall_seconds_bucket", {R"(le="0.001")"}));
  EXPECT_GT(scrape.Sum("process_start_time_seconds"), 1'600'000'000);
}

TEST_F(MetricsTest, WithoutAPortThereAreNone) {
  config_.clear_metrics_port();
  EXPECT_EQ(server()->metrics_port(), 0);
}

TEST_F(MetricsTest, APortInUseIsRefusedLoudly) {
  config::ServerConfig second = config_;
  second.set_metrics_port(server()->metrics_port());
  absl::StatusOr<Config> config = ResolveConfig(second);
  ASSERT_TRUE(config.ok());
  const auto refused = Server::Start(*std::move(config));
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(absl::StrContains(refused.status().message(),
                                absl::StrCat("127.0.0.1:", second.metrics_port())))
      << refused.status();
}

}  // namespace
}  // namespace mediagen::testing
