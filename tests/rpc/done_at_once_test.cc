// Starts that answer a finished operation.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/rpc/received_media.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

class DoneAtOnceTest : public VideoTest {
 protected:
  // The body of a finished poll, as the answer to a start.
  static Answer DoneStart(const std::string& done_poll) {
    const size_t name_end = done_poll.find(R"("done")");
    return Answer::Json(
        absl::StrCat(R"({"name":")", kOperationName, R"(",)", done_poll.substr(name_end)));
  }
};

TEST_F(DoneAtOnceTest, BytesOfTheStartAreStreamed) {
  const std::vector<std::string> videos = {Mp4(1'500'000, 1), Mp4(70'000, 2)};
  upstream_.Enqueue(DoneStart(VideosAnswer(videos)));
  const auto streamed = Generate();
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  EXPECT_FALSE(streamed.events.at(0).started().operation().empty());
  const std::vector<ReceivedMedia> media = ReceiveMedia(streamed.events);
  ASSERT_EQ(media.size(), 2u);
  ExpectWhole(media[0], videos[0]);
  ExpectWhole(media[1], videos[1]);
  EXPECT_EQ(streamed.events.back().completed().video_count(), 2);
  EXPECT_EQ(upstream_.request_count(), 1u);
  // Whoever comes later polls.
  upstream_.Enqueue(Answer::Json(VideosAnswer(videos)));
  EXPECT_EQ(ReceiveMedia(Watch(streamed.events.at(0).started().operation()).events).size(), 2u);
}

TEST_F(DoneAtOnceTest, MoreThanIsHeldIsPolledFor) {
  const std::string video = Mp4(40'000'000);
  upstream_.Enqueue(DoneStart(VideosAnswer({video})));
  upstream_.Enqueue(Answer::Json(VideosAnswer({video})));
  const auto streamed = Generate();
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  ExpectWhole(ReceiveMedia(streamed.events).at(0), video);
  EXPECT_EQ(upstream_.request_count(), 2u);
}

TEST_F(DoneAtOnceTest, AFileIsFetchedWithoutAPoll) {
  const std::string video = Mp4(100'000);
  upstream_.Enqueue(DoneStart(R"({"done":true,"response":{"generateVideoResponse":)"
                              R"({"generatedSamples":[{"video":{"uri":"files/abc"}}]}}})"));
  upstream_.Enqueue(Answer(200, video));
  const auto streamed = Generate();
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  ExpectWhole(ReceiveMedia(streamed.events).at(0), video);
  EXPECT_EQ(upstream_.requests().at(1).target, "/v1beta/files/abc:download?alt=media");
  EXPECT_EQ(upstream_.requests().at(1).headers.Get("x-goog-api-key"), kUpstreamKey);
}

TEST_F(DoneAtOnceTest, AFailureIsThatOfTheOperation) {
  upstream_.Enqueue(DoneStart(R"({"done":true,"error":{"code":14,"message":"m"}})"));
  const auto streamed = Generate();
  EXPECT_TRUE(streamed.events.at(0).has_started());
  const client::CallError error = ErrorOf(streamed.status);
  EXPECT_EQ(error.code, absl::StatusCode::kAborted);
  EXPECT_EQ(error.reason, "OPERATION_FAILED");
  EXPECT_FALSE(error.retry_delay.has_value());
  EXPECT_EQ(error.Metadata("operation"), streamed.events.at(0).started().operation());
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(DoneAtOnceTest, StartVideoAnswersTheHandle) {
  upstream_.Enqueue(DoneStart(VideosAnswer({Mp4(1000)})));
  v1::StartVideoRequest request;
  request.mutable_spec()->set_prompt("waves");
  v1::StartVideoResponse response;
  grpc::ClientContext context;
  ASSERT_TRUE(server().videos().StartVideo(&context, request, &response).ok());
  upstream_.Enqueue(Answer::Json(VideosAnswer({Mp4(1000)})));
  const auto streamed = Watch(response.started().operation());
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  ExpectWhole(ReceiveMedia(streamed.events).at(0), Mp4(1000));
}

}  // namespace
}  // namespace mediagen::testing
