// Jobs of a reverse channel are read on when their callers leave, and can be joined.
#include <gtest/gtest.h>

#include <future>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/rpc/received_media.h"
#include "tests/rpc/reverse_fixture.h"
#include "tests/rpc/sealed_operation.h"

namespace mediagen::testing {
namespace {

class ReverseJoinTest : public ReverseTest {
 protected:
  ReverseJoinTest() {
    config_.set_operation_key_file(key_.file());
    config_.set_workers(3);
  }

  // Says the opening, then waits for its release, then says the rest.
  Answer HeldJob(const std::vector<std::string>& rest) {
    return HeldStream(ReverseStream({ReverseOpening(site())}), ReverseStream(rest) + kStreamEnd);
  }
  Answer HeldJob() { return HeldJob({ReverseProgress(), ReverseLinks(site())}); }
  // Breaks behind its opening.
  Answer BrokenJob() {
    const std::string opening = ReverseStream({ReverseOpening(site())});
    return Stream(opening + "data: {").CutAfter(opening.size());
  }

  void ExpectLink(const Streamed<v1::WatchVideoResponse>& streamed) {
    ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
    EXPECT_EQ(Told(streamed.events).task_id(), kTaskId);
    EXPECT_EQ(LinkOf(streamed.events).media().uri(), DownloadUrl(site()));
    EXPECT_EQ(streamed.events.back().completed().outcome(), v1::VIDEO_OUTCOME_SUCCEEDED);
    EXPECT_EQ(streamed.events.back().completed().cost().nano_usd(), 410'000'000);
  }

  v1::VideoState StateOf(const std::string& operation) {
    v1::GetVideoOperationResponse response;
    const grpc::Status status = GetOperation(operation, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.state();
  }

  const SealedOperation key_;
};

TEST_F(ReverseJoinTest, StartAnswersWithTheTaskAndWatchersJoinFromEveryLoop) {
  upstream_.Enqueue(HeldJob());
  const std::string operation = StartJob();
  v1::GetVideoOperationResponse state;
  ASSERT_TRUE(GetOperation(operation, state).ok());
  EXPECT_EQ(state.state(), v1::VIDEO_STATE_RUNNING);
  EXPECT_EQ(state.progress().task_id(), kTaskId);
  EXPECT_EQ(state.progress().source_page(), SourcePage(site()));
  std::vector<std::future<Streamed<v1::WatchVideoResponse>>> watchers;
  for (int i = 0; i < 6; ++i) {
    watchers.push_back(std::async(std::launch::async, [&] { return Watch(operation); }));
  }
  EXPECT_TRUE(server().WaitForCalls(6));
  upstream_.Release();
  for (auto& watcher : watchers) ExpectLink(watcher.get());
  // It is known for a while after its end.
  ExpectLink(Watch(operation));
  EXPECT_EQ(StateOf(operation), v1::VIDEO_STATE_SUCCEEDED);
  EXPECT_EQ(ErrorOf(Watch(operation, 1).status).reason, "VIDEO_INDEX_BEYOND_END");
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(ReverseJoinTest, ACallerThatLeavesIsNotMissed) {
  upstream_.Enqueue(HeldJob());
  grpc::ClientContext context;
  auto reader = server().videos().GenerateVideo(&context, Waves());
  v1::GenerateVideoResponse event;
  while (reader->Read(&event) && !event.has_started()) {
  }
  const std::string operation = event.started().operation();
  context.TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(server().WaitUntilIdle());
  EXPECT_EQ(log_.WaitFor("operation_orphaned")->operation(), operation);
  EXPECT_EQ(StateOf(operation), v1::VIDEO_STATE_RUNNING);
  upstream_.Release();
  ExpectLink(Watch(operation));
}

TEST_F(ReverseJoinTest, ACallerThatLeavesBeforeTheTaskFindsTheHandleInTheLog) {
  upstream_.Enqueue(WholeStream().HoldUntilReleased());
  grpc::ClientContext context;
  auto reader = server().videos().GenerateVideo(&context, Waves());
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  context.TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(server().WaitUntilIdle());
  EXPECT_EQ(log_.Count("operation_orphaned"), 0);
  upstream_.Release();
  const auto orphan = log_.WaitFor("operation_orphaned");
  ASSERT_TRUE(orphan.has_value());
  EXPECT_EQ(orphan->request_id(), "r-1");
  ExpectLink(Watch(orphan->operation()));
  const client::CallError error = ErrorOf(Generate().status);
  EXPECT_EQ(error.reason, "REQUEST_ID_REUSED");
  EXPECT_EQ(error.Metadata("operation"), orphan->operation());
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(ReverseJoinTest, ACallThatWaitsTooLongLeavesAJobThatCanBeJoined) {
  SetMillis(*config_.mutable_operation_wait_limit(), 100);
  upstream_.Enqueue(HeldJob());
  const auto streamed = Generate();
  const client::CallError error = ErrorOf(streamed.status);
  EXPECT_EQ(error.code, absl::StatusCode::kAborted);
  EXPECT_EQ(error.reason, "OPERATION_WAIT_LIMIT");
  const std::string operation(error.Metadata("operation"));
  upstream_.Release();
  EXPECT_TRUE(
      Eventually(kTestLimit, [&] { return StateOf(operation) == v1::VIDEO_STATE_SUCCEEDED; }));
  ExpectLink(Watch(operation));
}

TEST_F(ReverseJoinTest, AFailureIsToldToWhoeverAsks) {
  upstream_.Enqueue(HeldJob({ReverseFailure()}));
  const std::string operation = StartJob();
  upstream_.Release();
  const client::CallError error = ErrorOf(Watch(operation).status);
  EXPECT_EQ(error.code, absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(error.reason, "RESULT_FILTERED");
  EXPECT_EQ(error.Metadata("task_id"), kTaskId);
  v1::GetVideoOperationResponse response;
  ASSERT_TRUE(GetOperation(operation, response).ok());
  EXPECT_EQ(response.state(), v1::VIDEO_STATE_FAILED);
  EXPECT_EQ(response.error().reason(), "RESULT_FILTERED");
  EXPECT_EQ(response.error().code(), 9);
}

TEST_F(ReverseJoinTest, AServerStopsWhileAnAnswerIsRead) {
  upstream_.Enqueue(HeldJob());
  StartJob();
  RunningServer second(config_);
  const auto begun = std::chrono::steady_clock::now();
  server()->Drain();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, kTestLimit);
  EXPECT_TRUE(upstream_.WaitForPeerCloses(1));
}

TEST_F(ReverseJoinTest, AnotherReplicaCannotTellWithoutThePage) {
  upstream_.Enqueue(HeldJob());
  const std::string operation = StartJob();
  RunningServer second(config_);
  const client::CallError error = ErrorOf(WatchAt(second, operation).status);
  EXPECT_EQ(error.code, absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(error.reason, "NOT_RESUMABLE");
  EXPECT_EQ(error.Metadata("task_id"), kTaskId);
  EXPECT_EQ(error.Metadata("progress_page"), ProgressPage(site()));
  EXPECT_EQ(error.Metadata("source_page"), SourcePage(site()));
  v1::GetVideoOperationRequest request;
  request.set_operation(operation);
  v1::GetVideoOperationResponse response;
  grpc::ClientContext context;
  const grpc::Status state = second.videos().GetVideoOperation(&context, request, &response);
  EXPECT_EQ(ErrorOf(state).reason, "NOT_RESUMABLE");
  EXPECT_EQ(upstream_.request_count(), 1u);
  upstream_.Release();
}

std::string Page(absl::string_view status, absl::string_view more = "") {
  return absl::StrCat(R"({"id":")", kTaskId, R"(","status":")", status, R"(")", more, "}");
}

class ReversePageTest : public ReverseJoinTest {
 protected:
  ReversePageTest() {
    TrustTheSite(config_);
    // What this replica reads has broken; all that follows is of the page.
    upstream_.Enqueue(BrokenJob());
    operation_ = StartJob();
  }

  std::string Done() const {
    return Page("completed", absl::StrCat(R"(,"video_url":")", WatchUrl(upstream_.base_url()),
                                          R"(","upsample_video_url":")",
                                          DownloadUrl(upstream_.base_url()), R"(")"));
  }

  std::string operation_;
};

TEST_F(ReversePageTest, IsFollowedToTheVideo) {
  const std::string video = Mp4(200'000);
  upstream_.Enqueue(Answer::Json(Page("video_generating", R"(,"running":true,"progress":35)")));
  upstream_.Enqueue(Answer(503));
  upstream_.Enqueue(Answer::Json(Done()));
  upstream_.Enqueue(Answer(200, video));
  RunningServer second(config_);
  const auto streamed = WatchAt(second, operation_, 0, 150'000);
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  const v1::VideoProgress told = Told(streamed.events);
  EXPECT_EQ(told.upstream_percent(), 35);
  EXPECT_EQ(told.task_id(), kTaskId);
  const std::vector<ReceivedMedia> media = ReceiveMedia(streamed.events);
  ASSERT_EQ(media.size(), 1u);
  EXPECT_EQ(media[0].header.offset(), 150'000);
  ExpectWhole(media[0], video);
  const auto sent = upstream_.requests();
  ASSERT_EQ(sent.size(), 5u);
  EXPECT_EQ(sent[1].target, absl::StrCat("/source/", kTaskId));
  EXPECT_EQ(sent[1].headers.Get("Authorization"), "");
}

TEST_F(ReversePageTest, HelpsOutWhereTheAnswerBroke) {
  upstream_.Enqueue(Answer::Json(Done()));
  upstream_.Enqueue(Answer(200, Mp4(1000)));
  const auto streamed = Watch(operation_);
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  EXPECT_EQ(ReceiveMedia(streamed.events).size(), 1u);
}

struct PageRow {
  const char* name;
  Answer page;
  absl::StatusCode code;
  const char* reason;
  v1::VideoState state;  // UNSPECIFIED: looking at it fails as watching does.
};

TEST_F(ReversePageTest, Ends) {
  const PageRow rows[] = {
      {"Failed", Answer::Json(Page("failed")), absl::StatusCode::kInternal, "OPERATION_FAILED",
       v1::VIDEO_STATE_FAILED},
      {"NoLink", Answer::Json(Page("completed")), absl::StatusCode::kInternal, "NO_VIDEO",
       v1::VIDEO_STATE_FAILED},
      {"Gone", Answer(404), absl::StatusCode::kNotFound, "OPERATION_EXPIRED",
       v1::VIDEO_STATE_UNSPECIFIED},
      {"Forbidden", Answer(403), absl::StatusCode::kPermissionDenied, "UPSTREAM_REJECTED",
       v1::VIDEO_STATE_UNSPECIFIED},
  };
  for (const PageRow& row : rows) {
    SCOPED_TRACE(row.name);
    upstream_.SetDefault(row.page);
    const client::CallError error = ErrorOf(Watch(operation_).status);
    EXPECT_EQ(error.code, row.code);
    EXPECT_EQ(error.reason, row.reason);
    EXPECT_EQ(error.Metadata("task_id"), kTaskId);
    v1::GetVideoOperationResponse response;
    const grpc::Status looked = GetOperation(operation_, response);
    EXPECT_EQ(looked.ok(), row.state != v1::VIDEO_STATE_UNSPECIFIED);
    EXPECT_EQ(response.state(), row.state);
    EXPECT_EQ(looked.ok() ? response.error().reason() : ErrorOf(looked).reason, row.reason);
  }
}

TEST_F(ReversePageTest, TellsTheState) {
  upstream_.Enqueue(Answer::Json(Page("processing")));
  // As long as the server has not noticed that the answer broke, it need not ask the page.
  EXPECT_TRUE(Eventually(kTestLimit, [&] {
    EXPECT_EQ(StateOf(operation_), v1::VIDEO_STATE_RUNNING);
    return upstream_.request_count() == 2;
  }));
  upstream_.Enqueue(Answer::Json(Done()));
  EXPECT_EQ(StateOf(operation_), v1::VIDEO_STATE_SUCCEEDED);
}

TEST_F(ReverseJoinTest, AnAnswerThatBrokeIsToldAsThatWithoutThePage) {
  upstream_.Enqueue(BrokenJob());
  const std::string operation = StartJob();
  const client::CallError error = ErrorOf(Watch(operation).status);
  EXPECT_EQ(error.code, absl::StatusCode::kUnknown);
  EXPECT_EQ(error.reason, "UPSTREAM_STREAM_CUT");
  EXPECT_EQ(error.Metadata("source_page"), SourcePage(site()));
  v1::GetVideoOperationResponse response;
  EXPECT_EQ(ErrorOf(GetOperation(operation, response)).reason, "NOT_RESUMABLE");
}

}  // namespace
}  // namespace mediagen::testing
