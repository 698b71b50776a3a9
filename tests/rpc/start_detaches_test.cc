// The start of a video goes on when its caller has left, once bytes of it may have left, too.
#include <gtest/gtest.h>

#include <future>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/rpc/paid_rpcs.h"
#include "tests/rpc/received_media.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

class StartDetachesTest : public VideoTest, public ::testing::WithParamInterface<std::string> {
 protected:
  // Makes the call and leaves it when the upstream has its start.
  void LeaveDuringStart(bool by_deadline) {
    server();
    PaidParameters parameters;
    parameters.request_id = "r-1";
    grpc::ClientContext context;
    if (by_deadline)
      context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(400));
    auto call = std::async(std::launch::async, [&] {
      return PaidRpcNamed(GetParam()).call(server(), context, parameters);
    });
    ASSERT_TRUE(upstream_.WaitForHeads(1));
    if (!by_deadline) context.TryCancel();
    EXPECT_EQ(call.get().error_code(),
              by_deadline ? grpc::StatusCode::DEADLINE_EXCEEDED : grpc::StatusCode::CANCELLED);
    EXPECT_TRUE(server().WaitUntilIdle());
  }

  // The handle in the log, which fetches the video.
  void ExpectOrphanFetches() {
    const auto orphan = log_.WaitFor("operation_orphaned");
    ASSERT_TRUE(orphan.has_value());
    EXPECT_EQ(orphan->severity(), "WARNING");
    EXPECT_EQ(orphan->request_id(), "r-1");
    EXPECT_EQ(orphan->provider(), "aihubmix");
    EXPECT_EQ(upstream_.request_count(), 1u);
    const std::string video = Mp4(100'000);
    upstream_.Enqueue(Answer::Json(VideosAnswer({video})));
    const auto streamed = Watch(orphan->operation());
    ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
    ExpectWhole(ReceiveMedia(streamed.events).at(0), video);
    EXPECT_EQ(log_.Count("operation_orphaned"), 1);
  }
};

TEST_P(StartDetachesTest, ACancelledStartCompletesAndItsHandleIsLogged) {
  upstream_.Enqueue(Answer::Json(OperationAnswer()).HoldUntilReleased());
  LeaveDuringStart(/*by_deadline=*/false);
  EXPECT_EQ(upstream_.open_connections(), 1);
  EXPECT_EQ(upstream_.connections_closed_by_peer(), 0);
  EXPECT_EQ(log_.Count("operation_orphaned"), 0);
  upstream_.Release();
  ExpectOrphanFetches();
}

TEST_P(StartDetachesTest, AStartPastItsDeadlineCompletesAndItsHandleIsLogged) {
  upstream_.Enqueue(Answer::Json(OperationAnswer()).HoldUntilReleased());
  LeaveDuringStart(/*by_deadline=*/true);
  EXPECT_EQ(upstream_.open_connections(), 1);
  upstream_.Release();
  ExpectOrphanFetches();
}

TEST_P(StartDetachesTest, AStartLeftInTheMiddleOfItsAnswerCompletes) {
  upstream_.Enqueue(Answer::Json(OperationAnswer()).StallAfter(5));
  LeaveDuringStart(/*by_deadline=*/false);
  upstream_.Release();
  ExpectOrphanFetches();
}

TEST_P(StartDetachesTest, TheHandleIsKeptUnderTheRequestId) {
  upstream_.Enqueue(Answer::Json(OperationAnswer()).HoldUntilReleased());
  LeaveDuringStart(/*by_deadline=*/false);
  upstream_.Release();
  const auto orphan = log_.WaitFor("operation_orphaned");
  ASSERT_TRUE(orphan.has_value());
  PaidParameters parameters;
  parameters.request_id = "r-1";
  const client::CallError error = ErrorOf(PaidRpcNamed(GetParam()).Call(server(), parameters));
  EXPECT_EQ(error.reason, "REQUEST_ID_REUSED");
  EXPECT_EQ(error.Metadata("operation"), orphan->operation());
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_P(StartDetachesTest, AnOutcomeThatNobodyKnowsIsLogged) {
  upstream_.Enqueue(Answer().HoldUntilReleased().CloseBeforeAnswer());
  LeaveDuringStart(/*by_deadline=*/false);
  upstream_.Release();
  const auto line = log_.WaitFor("start_outcome_unknown");
  ASSERT_TRUE(line.has_value());
  EXPECT_EQ(line->request_id(), "r-1");
  EXPECT_EQ(log_.Count("operation_orphaned"), 0);
}

TEST_P(StartDetachesTest, ItsOwnLimitEndsIt) {
  SetMillis(*config_.mutable_short_call_timeout(), 300);
  upstream_.Enqueue(Answer::Json(OperationAnswer()).HoldUntilReleased());
  LeaveDuringStart(/*by_deadline=*/false);
  EXPECT_TRUE(upstream_.WaitForPeerCloses(1));
  EXPECT_TRUE(log_.WaitFor("start_outcome_unknown").has_value());
}

TEST_P(StartDetachesTest, NoOperationIsLostHoweverTheCallerLeaves) {
  // Deadlines that pass about when the answer comes.
  upstream_.SetDefault([](const http::Request& request) {
    return Answer::Json(request.method == "POST" ? OperationAnswer() : PendingAnswer());
  });
  server();
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([this, caller] {
      for (int i = 0; i < 50; ++i) {
        grpc::ClientContext context;
        context.set_deadline(std::chrono::system_clock::now() +
                             std::chrono::microseconds(1000 + 100 * (i + caller)));
        PaidRpcNamed(GetParam()).call(server(), context, PaidParameters());
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_TRUE(server().WaitUntilIdle());
  // Every start that arrived is told to its caller or to the log.
  EXPECT_TRUE(Eventually(kTestLimit, [this] {
    std::set<std::string> told;
    for (const internal::LogEntry& entry : ReadLog(log_.text())) {
      const bool answered = entry.event() == "call" && entry.code() == "OK";
      if (answered || entry.event() == "operation_orphaned") told.insert(entry.request_id());
    }
    size_t started = 0;
    for (const http::Request& request : upstream_.requests())
      started += request.method == "POST" ? 1 : 0;
    return told.size() == started;
  }));
}

INSTANTIATE_TEST_SUITE_P(, StartDetachesTest, ::testing::Values("GenerateVideo", "StartVideo"),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace mediagen::testing
