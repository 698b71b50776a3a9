#include <gtest/gtest.h>

#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

class GetVideoOperationTest : public VideoTest {
 protected:
  v1::GetVideoOperationResponse Get(Answer answer) {
    const std::string operation = Start("r-1");
    upstream_.Enqueue(std::move(answer));
    v1::GetVideoOperationResponse response;
    const grpc::Status status = GetOperation(operation, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.provider(), "aihubmix");
    EXPECT_EQ(response.model(), "veo-3.0-generate-preview");
    EXPECT_GT(response.create_time().seconds(), 0);
    return response;
  }
};

TEST_F(GetVideoOperationTest, Running) {
  const v1::GetVideoOperationResponse response = Get(Answer::Json(PendingAnswer()));
  EXPECT_EQ(response.state(), v1::VIDEO_STATE_RUNNING);
  EXPECT_EQ(response.progress().phase(), v1::VIDEO_PHASE_GENERATING);
  EXPECT_FALSE(response.has_error());
}

TEST_F(GetVideoOperationTest, SucceededIsSaidAtTheFirstByteAndTheRestIsNotRead) {
  const std::string answer = VideosAnswer({Mp4(50'000'000)});
  const v1::GetVideoOperationResponse response = Get(Answer::Json(answer));
  EXPECT_EQ(response.state(), v1::VIDEO_STATE_SUCCEEDED);
  EXPECT_TRUE(upstream_.WaitForPeerCloses(1, kPromptly));
  EXPECT_LT(upstream_.body_bytes_sent(), answer.size());
}

TEST_F(GetVideoOperationTest, SucceededNeedsNoMoreThanTheFirstByte) {
  // The rest never comes.
  const v1::GetVideoOperationResponse response =
      Get(Answer::Json(VideosAnswer({Mp4(10'000)})).StallAfter(1'000));
  EXPECT_EQ(response.state(), v1::VIDEO_STATE_SUCCEEDED);
  EXPECT_TRUE(upstream_.WaitForPeerCloses(1, kPromptly));
}

TEST_F(GetVideoOperationTest, FailedTellsWhatWatchVideoWouldEndWith) {
  const v1::GetVideoOperationResponse response =
      Get(Answer::Json(R"({"done":true,"error":{"code":14,"message":"overloaded"}})"));
  EXPECT_EQ(response.state(), v1::VIDEO_STATE_FAILED);
  EXPECT_EQ(response.error().code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(response.error().reason(), "OPERATION_FAILED");
  EXPECT_EQ(response.error().metadata().at("upstream_code"), "UNAVAILABLE");
  EXPECT_EQ(response.error().metadata().at("upstream_message"), "overloaded");
}

TEST_F(GetVideoOperationTest, FailedWhenEverythingIsFiltered) {
  const v1::GetVideoOperationResponse response =
      Get(Answer::Json(R"({"done":true,"response":{"raiMediaFilteredCount":1,)"
                       R"("raiMediaFilteredReasons":["Support codes: 58061214"]}})"));
  EXPECT_EQ(response.state(), v1::VIDEO_STATE_FAILED);
  EXPECT_EQ(response.error().code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(response.error().reason(), "RESULT_FILTERED");
  EXPECT_EQ(response.error().metadata().at("support_codes"), "58061214");
}

TEST_F(GetVideoOperationTest, ExpiredIsNotFound) {
  const std::string operation = Start();
  upstream_.Enqueue(Answer(404, R"({"error":{"code":404,"status":"NOT_FOUND"}})"));
  v1::GetVideoOperationResponse response;
  const grpc::Status status = GetOperation(operation, response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ErrorOf(status).reason, "OPERATION_EXPIRED");
  EXPECT_EQ(upstream_.request_count(), 2u);
}

TEST_F(GetVideoOperationTest, APollThatFailsIsRepeated) {
  const std::string operation = Start();
  upstream_.Enqueue(Answer(500));
  upstream_.Enqueue(Answer::Json(PendingAnswer()));
  v1::GetVideoOperationResponse response;
  EXPECT_TRUE(GetOperation(operation, response).ok());
  EXPECT_EQ(response.state(), v1::VIDEO_STATE_RUNNING);
}

TEST_F(GetVideoOperationTest, AnUpstreamThatStaysAwayIsUnavailableWithRetryInfo) {
  const std::string operation = Start();
  upstream_.SetDefault(Answer(503, R"({"error":{"code":503,"status":"UNAVAILABLE"}})"));
  v1::GetVideoOperationResponse response;
  const grpc::Status status = GetOperation(operation, response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ErrorOf(status).reason, "UPSTREAM_UNAVAILABLE");
  EXPECT_TRUE(ErrorOf(status).retry_delay.has_value());
  EXPECT_EQ(upstream_.request_count(), 4u);
}

}  // namespace
}  // namespace mediagen::testing
