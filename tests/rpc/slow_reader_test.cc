// Callers that do not read what is written to them.
#include <gtest/gtest.h>

#include <thread>

#include "tests/rpc/received_media.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

// gRPC takes about 64 KiB of a stream that nobody reads before a write stays unfinished.
class SlowReaderTest : public VideoTest {
 protected:
  // Whether the call ends although nobody reads; waits a while for what should not happen.
  bool EndsUnread() { return log_.WaitFor("call", std::chrono::milliseconds(200)).has_value(); }

  static v1::StreamImagesRequest Lighthouse() {
    v1::StreamImagesRequest request;
    request.set_request_id("r-1");
    request.mutable_spec()->set_prompt("a lighthouse");
    return request;
  }

  // Drains without patience while nobody reads, until the call has ended.
  std::thread DrainUnread() {
    std::thread drain([this] { server()->Drain(); });
    EXPECT_TRUE(log_.WaitFor("call").has_value());
    return drain;
  }

  // Makes the last but one event of a stream as large as this, so that it is the one that stays
  // unfinished, and the last one waits behind it.
  static std::string LongPrompt() { return std::string(31'000, 'p'); }
  static constexpr size_t kFitsIn = 50'000;
};

TEST_F(SlowReaderTest, WhatCameBeforeAnErrorIsStillDelivered) {
  const std::string picture = Png(900'000);
  const std::string answer = ImagesAnswer({picture});
  upstream_.Enqueue(Answer::Json(answer).CutAfter(answer.size() - 50'000, CutKind::kClose));
  grpc::ClientContext context;
  auto reader = server().images().StreamImages(&context, Lighthouse());
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  ASSERT_TRUE(upstream_.WaitUntilNoConnections());
  EXPECT_FALSE(EndsUnread());
  const Streamed<v1::StreamImagesResponse> streamed(std::move(reader));
  EXPECT_EQ(ErrorOf(streamed.status).reason, "UPSTREAM_STREAM_CUT");
  const std::vector<ReceivedMedia> media = ReceiveMedia(streamed.events);
  ASSERT_EQ(media.size(), 1u);
  EXPECT_GT(media[0].bytes.size(), 850'000u);
  EXPECT_TRUE(media[0].bytes == picture.substr(0, media[0].bytes.size()));
  EXPECT_TRUE(server().WaitUntilIdle());
}

TEST_F(SlowReaderTest, APictureThatFailedIsToldBeforeTheError) {
  std::string answer = ImagesAnswer({Png(500'000)});
  answer[answer.size() - 100] = '*';
  upstream_.Enqueue(Answer::Json(answer));
  grpc::ClientContext context;
  auto reader = server().images().StreamImages(&context, Lighthouse());
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  EXPECT_FALSE(EndsUnread());
  const Streamed<v1::StreamImagesResponse> streamed(std::move(reader));
  EXPECT_EQ(ErrorOf(streamed.status).reason, "MEDIA_CORRUPT");
  EXPECT_TRUE(streamed.events.back().has_failed());
}

TEST_F(SlowReaderTest, DrainingAPaidStreamOfPicturesDoesNotInviteARepeat) {
  SetMillis(*config_.mutable_drain_timeout(), 200);
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(3'000'000)})));
  grpc::ClientContext context;
  auto reader = server().images().StreamImages(&context, Lighthouse());
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  std::thread drain = DrainUnread();
  const Streamed<v1::StreamImagesResponse> streamed(std::move(reader));
  const client::CallError error = ErrorOf(streamed.status);
  EXPECT_EQ(error.code, absl::StatusCode::kUnknown);
  EXPECT_EQ(error.reason, "SUBMIT_OUTCOME_UNKNOWN");
  EXPECT_FALSE(error.retry_delay.has_value());
  drain.join();
}

TEST_F(SlowReaderTest, DrainingWrittenButUnreadPicturesDoesNotInviteARepeat) {
  SetMillis(*config_.mutable_drain_timeout(), 200);
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(kFitsIn)})));
  grpc::ClientContext context;
  v1::StreamImagesRequest request = Lighthouse();
  request.mutable_spec()->set_prompt(LongPrompt());
  auto reader = server().images().StreamImages(&context, request);
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  std::thread drain = DrainUnread();
  const Streamed<v1::StreamImagesResponse> streamed(std::move(reader));
  const client::CallError error = ErrorOf(streamed.status);
  EXPECT_EQ(error.code, absl::StatusCode::kUnknown);
  EXPECT_EQ(error.reason, "SUBMIT_OUTCOME_UNKNOWN");
  EXPECT_FALSE(error.retry_delay.has_value());
  drain.join();
}

class UnreadVideoTest : public SlowReaderTest, public ::testing::WithParamInterface<size_t> {};

TEST_P(UnreadVideoTest, DrainingIsAborted) {
  SetMillis(*config_.mutable_drain_timeout(), 200);
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  upstream_.Enqueue(Answer::Json(VideosAnswer({Mp4(GetParam())})));
  grpc::ClientContext context;
  v1::GenerateVideoRequest request = Waves();
  request.mutable_spec()->set_prompt(LongPrompt());
  auto reader = server().videos().GenerateVideo(&context, request);
  ASSERT_TRUE(upstream_.WaitForRequests(2));
  std::thread drain = DrainUnread();
  const Streamed<v1::GenerateVideoResponse> streamed(std::move(reader));
  const client::CallError error = ErrorOf(streamed.status);
  EXPECT_EQ(error.code, absl::StatusCode::kAborted);
  EXPECT_EQ(error.reason, "DRAINING");
  EXPECT_FALSE(error.retry_delay.has_value());
  EXPECT_EQ(error.Metadata("operation"), streamed.events.at(0).started().operation());
  drain.join();
}

// Stuck behind all but its last event, and in the middle.
INSTANTIATE_TEST_SUITE_P(, UnreadVideoTest, ::testing::Values(50'000, 1'000'000),
                         ::testing::PrintToStringParamName());

}  // namespace
}  // namespace mediagen::testing
