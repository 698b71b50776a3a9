// Once an operation is paid, GenerateVideo must not end in a way that makes somebody buy another.
#include <gtest/gtest.h>

#include "tests/rpc/received_media.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

class AfterPayingTest : public VideoTest {
 protected:
  AfterPayingTest() { upstream_.Enqueue(Answer::Json(OperationAnswer())); }

  // The error of a stream that began with `started`; its operation is that one.
  static client::CallError ErrorAfterStart(const Streamed<v1::GenerateVideoResponse>& streamed) {
    client::CallError error = ErrorOf(streamed.status);
    EXPECT_FALSE(error.retry_delay.has_value());
    EXPECT_NE(error.code, absl::StatusCode::kUnavailable);
    EXPECT_FALSE(streamed.events.empty());
    if (streamed.events.empty()) return error;
    EXPECT_TRUE(streamed.events[0].has_started());
    EXPECT_EQ(error.Metadata("operation"), streamed.events[0].started().operation());
    EXPECT_EQ(error.Metadata("request_id"), "r-1");
    return error;
  }
};

struct PollFault {
  const char* name;
  Answer answer;
};

TEST_F(AfterPayingTest, PollsThatKeepFailingEndAsUnreachable) {
  config_.set_max_poll_failures(3);
  const PollFault faults[] = {
      {"500", Answer(500)},
      {"503", Answer(503, R"({"error":{"code":503,"status":"UNAVAILABLE"}})")},
      {"429", Answer(429).Header("Retry-After", "0")},
      {"504", Answer(504)},
      {"cut", Answer::Json("{}").CloseBeforeAnswer()},
      {"cut in the body", Answer::Json(VideosAnswer({Mp4(10)})).CutAfter(20)},
      {"unavailable under 200",
       Answer::Json(R"({"error":{"code":503,"status":"UNAVAILABLE","message":"later"}})")},
  };
  int call = 0;
  for (const PollFault& fault : faults) {
    SCOPED_TRACE(fault.name);
    if (++call > 1) upstream_.Enqueue(Answer::Json(OperationAnswer()));
    upstream_.SetDefault(fault.answer);
    v1::GenerateVideoRequest request = Waves();
    request.clear_request_id();
    const size_t before = upstream_.head_count();
    const auto streamed = Generate(request);
    const client::CallError error = ErrorOf(streamed.status);
    EXPECT_EQ(error.code, absl::StatusCode::kAborted);
    EXPECT_EQ(error.reason, "OPERATION_UNREACHABLE");
    EXPECT_FALSE(error.retry_delay.has_value());
    ASSERT_FALSE(streamed.events.empty());
    EXPECT_EQ(error.Metadata("operation"), streamed.events[0].started().operation());
    // A poll may leave once more by itself when its reused connection breaks: it is free.
    EXPECT_GE(upstream_.head_count() - before, 4u);
  }
}

TEST_F(AfterPayingTest, AnUpstreamThatIsGoneEndsAsUnreachable) {
  config_.set_max_poll_failures(3);
  SetMillis(*config_.mutable_poll_interval(), 200);
  grpc::ClientContext context;
  auto reader = server().videos().GenerateVideo(&context, Waves());
  v1::GenerateVideoResponse event;
  ASSERT_TRUE(reader->Read(&event));
  upstream_.Stop();
  while (reader->Read(&event)) {
  }
  const client::CallError error = ErrorOf(reader->Finish());
  EXPECT_EQ(error.code, absl::StatusCode::kAborted);
  EXPECT_EQ(error.reason, "OPERATION_UNREACHABLE");
}

TEST_F(AfterPayingTest, TheLimitOfTheWaitEndsAsWaitLimit) {
  SetMillis(*config_.mutable_operation_wait_limit(), 50);
  upstream_.SetDefault(Answer::Json(PendingAnswer()));
  const client::CallError error = ErrorAfterStart(Generate());
  EXPECT_EQ(error.code, absl::StatusCode::kAborted);
  EXPECT_EQ(error.reason, "OPERATION_WAIT_LIMIT");
}

TEST_F(AfterPayingTest, APollThatIsRefusedForGoodEndsTheWait) {
  upstream_.SetDefault(Answer(404, R"({"error":{"code":404,"status":"NOT_FOUND"}})"));
  const client::CallError error = ErrorAfterStart(Generate());
  EXPECT_EQ(error.code, absl::StatusCode::kNotFound);
  EXPECT_EQ(error.reason, "OPERATION_EXPIRED");
  EXPECT_EQ(upstream_.request_count(), 2u);
}

TEST_F(AfterPayingTest, AnOperationThatEndedWithATimeOutSaysSo) {
  upstream_.SetDefault(Answer::Json(R"({"done":true,"error":{"code":4,"message":"too slow"}})"));
  const client::CallError error = ErrorAfterStart(Generate());
  EXPECT_EQ(error.code, absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(error.reason, "OPERATION_FAILED");
}

TEST_F(AfterPayingTest, AnOperationThatEndedOverloadedIsAborted) {
  upstream_.SetDefault(Answer::Json(R"({"done":true,"error":{"code":8,"message":"full"}})"));
  const client::CallError error = ErrorAfterStart(Generate());
  EXPECT_EQ(error.code, absl::StatusCode::kAborted);
  EXPECT_EQ(error.reason, "OPERATION_FAILED");
}

TEST_F(AfterPayingTest, AllFilteredIsAnErrorWithTheCodes) {
  upstream_.SetDefault(Answer::Json(R"({"done":true,"response":{"raiMediaFilteredCount":1,)"
                                    R"("raiMediaFilteredReasons":["Support codes: 58061214"]}})"));
  const client::CallError error = ErrorAfterStart(Generate());
  EXPECT_EQ(error.code, absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(error.reason, "RESULT_FILTERED");
  EXPECT_EQ(error.Metadata("support_codes"), "58061214");
}

TEST_F(AfterPayingTest, APollThatBreaksInTheVideoIsMadeAgainAndEveryByteComesOnce) {
  const std::string video = Mp4(1'000'000);
  const std::string answer = VideosAnswer({video});
  for (const uint64_t cut : {200u, 300'000u, 800'000u}) {
    upstream_.Enqueue(Answer::Json(answer).CutAfter(cut, CutKind::kClose));
  }
  upstream_.Enqueue(Answer(500));
  upstream_.Enqueue(Answer::Json(answer));
  const auto streamed = Generate();
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  const std::vector<ReceivedMedia> media = ReceiveMedia(streamed.events);
  ASSERT_EQ(media.size(), 1u);
  ExpectWhole(media[0], video);
  EXPECT_EQ(upstream_.request_count(), 6u);
}

TEST_F(AfterPayingTest, AnotherVideoThanBeforeTheBreakIsNotPastedTogether) {
  upstream_.Enqueue(
      Answer::Json(VideosAnswer({Mp4(500'000, 1)})).CutAfter(400'000, CutKind::kClose));
  upstream_.SetDefault(Answer::Json(VideosAnswer({Mp4(500'000, 2)})));
  const client::CallError error = ErrorAfterStart(Generate());
  EXPECT_EQ(error.code, absl::StatusCode::kDataLoss);
  EXPECT_EQ(error.reason, "MEDIA_CHANGED");
}

}  // namespace
}  // namespace mediagen::testing
