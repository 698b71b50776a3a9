// Videos by interactions: edits, cancels, deletes, and what is paid.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/rpc/received_media.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

constexpr char kModel[] = "gemini-omni-1.2-flash";
constexpr char kRunning[] = R"({"id":"v1_first","status":"in_progress","object":"interaction"})";

// A finished answer with `video` and 1000 tokens of it.
std::string Completed(const std::string& video, absl::string_view before = "") {
  return absl::StrCat(
      R"({"id":"v1_first","status":"completed","steps":[)", before,
      R"({"type":"model_output","content":[{"type":"video","mime_type":"video/mp4","data":")",
      Base64(video), R"("}]}],"usage":{"total_tokens":1000,"total_output_tokens":1000,)",
      R"("output_tokens_by_modality":[{"modality":"video","tokens":1000}]}})");
}

class InteractionTest : public VideoTest {
 protected:
  InteractionTest() {
    config::ProviderConfig& provider = *config_.add_providers();
    provider.set_name("gemini");
    provider.set_base_url(upstream_.base_url());
    provider.set_api_key_env(kUpstreamKeyVariable);
  }

  static v1::GenerateVideoRequest Ball() {
    v1::GenerateVideoRequest request;
    request.set_provider("gemini");
    request.mutable_spec()->set_prompt("a red ball");
    return request;
  }

  // Starts an interaction; its handle.
  std::string StartInteraction() {
    upstream_.Enqueue(Answer::Json(kRunning));
    v1::StartVideoRequest request;
    request.set_provider("gemini");
    request.mutable_spec()->set_prompt("a red ball");
    v1::StartVideoResponse response;
    grpc::ClientContext context;
    const grpc::Status status = server().videos().StartVideo(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.started().operation();
  }

  grpc::Status StartEdit(const v1::StartVideoRequest& request) {
    grpc::ClientContext context;
    return server().videos().StartVideo(&context, request, &started_);
  }
  static v1::StartVideoRequest Edit(const std::string& handle) {
    v1::StartVideoRequest request;
    request.mutable_spec()->set_prompt("make it night");
    request.mutable_spec()->set_previous_operation(handle);
    return request;
  }

  grpc::Status Cancel(const std::string& handle) {
    v1::CancelVideoOperationRequest request;
    request.set_operation(handle);
    grpc::ClientContext context;
    return server().videos().CancelVideoOperation(&context, request, &cancelled_);
  }
  grpc::Status Delete(const std::string& handle) {
    v1::DeleteVideoOperationRequest request;
    request.set_operation(handle);
    v1::DeleteVideoOperationResponse response;
    grpc::ClientContext context;
    return server().videos().DeleteVideoOperation(&context, request, &response);
  }

  v1::StartVideoResponse started_;
  v1::CancelVideoOperationResponse cancelled_;
};

TEST_F(InteractionTest, MakesAVideoAndCountsItsTokens) {
  const std::string video = Mp4(300'000);
  upstream_.Enqueue(Answer::Json(kRunning));
  upstream_.Enqueue(Answer::Json(kRunning));
  // The clip that went in comes back; it is no result.
  upstream_.Enqueue(Answer::Json(
      Completed(video, absl::StrCat(R"({"type":"user_input","content":[{"type":"video","data":")",
                                    Base64(Mp4(100'000, 9)), R"("}]},)"))));
  const auto streamed = Generate(Ball());
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  const std::vector<ReceivedMedia> videos = ReceiveMedia(streamed.events);
  ASSERT_EQ(videos.size(), 1u);
  EXPECT_EQ(videos[0].bytes, video);
  EXPECT_EQ(videos[0].end.crc32c(), SlowCrc32c(video));
  EXPECT_TRUE(videos[0].end.record().cost().estimated());
  const v1::VideoStarted& started = streamed.events[0].has_started() ? streamed.events[0].started()
                                                                     : streamed.events[1].started();
  // 10 seconds, since nobody asked for a length.
  EXPECT_EQ(started.estimated_cost().nano_usd(), 1'013'600'000);
  const v1::VideoCompleted& completed = streamed.events.back().completed();
  EXPECT_EQ(completed.usage().output_video_tokens(), 1000);
  EXPECT_EQ(completed.cost().nano_usd(), 17'500'000);
  EXPECT_FALSE(completed.cost().estimated());

  const auto requests = upstream_.requests();
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(requests[0].target, "/v1beta/interactions");
  EXPECT_TRUE(absl::StrContains(requests[0].body, R"("background":true)")) << requests[0].body;
  EXPECT_TRUE(absl::StrContains(requests[0].body, R"("store":true)")) << requests[0].body;
  EXPECT_TRUE(absl::StrContains(requests[0].body, R"("delivery":"inline")")) << requests[0].body;
  EXPECT_FALSE(absl::StrContains(requests[0].body, "task")) << requests[0].body;
  EXPECT_EQ(requests[1].target, "/v1beta/interactions/v1_first?stream=false");
}

TEST_F(InteractionTest, AStepThatSaysLateWhatItIsWaits) {
  const std::string video = Mp4(200'000);
  upstream_.Enqueue(Answer::Json(kRunning));
  upstream_.Enqueue(Answer::Json(absl::StrCat(
      R"({"id":"v1_first","status":"completed","steps":[{"content":[{"type":"video","data":")",
      Base64(Mp4(1000, 5)), R"("}],"type":"user_input"},{"content":[{"type":"video","data":")",
      Base64(video), R"("}],"type":"model_output"}]})")));
  const auto streamed = Generate(Ball());
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  const std::vector<ReceivedMedia> videos = ReceiveMedia(streamed.events);
  ASSERT_EQ(videos.size(), 1u);
  EXPECT_EQ(videos[0].bytes, video);
}

TEST_F(InteractionTest, FailuresOfTheStartAreNotRepeated) {
  upstream_.Enqueue(Answer(500, R"({"error":{"code":"internal_error","message":"x"}})"));
  const auto streamed = Generate(Ball());
  EXPECT_EQ(ErrorOf(streamed.status).reason, "SUBMIT_OUTCOME_UNKNOWN");
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(InteractionTest, AnEditBuildsOnTheEarlierVideoAtTheSameProvider) {
  const std::string handle = StartInteraction();
  upstream_.Enqueue(Answer::Json(kRunning));
  const grpc::Status status = StartEdit(Edit(handle));
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(started_.started().provider(), "gemini");
  EXPECT_EQ(started_.started().model(), kModel);
  const std::string body = upstream_.requests().back().body;
  EXPECT_TRUE(absl::StrContains(body, R"("previous_interaction_id":"v1_first")")) << body;
  EXPECT_TRUE(absl::StrContains(body, R"("input":"make it night")")) << body;
}

TEST_F(InteractionTest, EarlierVideosThatCannotBeBuiltUpon) {
  const std::string veo = Start("r-veo");
  const std::string handle = StartInteraction();
  const size_t before = upstream_.request_count();
  v1::StartVideoRequest elsewhere = Edit(handle);
  elsewhere.set_provider("aihubmix");
  for (const v1::StartVideoRequest& request : {Edit("no handle"), Edit(veo), elsewhere}) {
    const client::CallError error = ErrorOf(StartEdit(request));
    EXPECT_EQ(error.code, absl::StatusCode::kInvalidArgument) << error.message;
    ASSERT_EQ(error.field_violations.size(), 1u) << error.message;
    EXPECT_EQ(error.field_violations[0].field, "spec.previous_operation");
  }
  EXPECT_EQ(upstream_.request_count(), before);
}

struct NotFoundRow {
  const char* name;
  bool edits;
  const char* answer;
  const char* reason;
};

const NotFoundRow kNotFoundRows[] = {
    {"Word", false, R"({"error":{"code":"not_found","message":"Not found."}})", "MODEL_NOT_FOUND"},
    {"Google", false, R"({"error":{"code":404,"status":"NOT_FOUND","message":"Not found."}})",
     "MODEL_NOT_FOUND"},
    {"EditOfSomethingGone", true, R"({"error":{"code":"not_found","message":"Not found."}})",
     "OPERATION_EXPIRED"},
    {"EditOfSomethingGoneGoogle", true,
     R"({"error":{"code":404,"status":"NOT_FOUND","message":"Interaction not found."}})",
     "OPERATION_EXPIRED"},
    {"EditByAModelThatIsGone", true,
     R"({"error":{"code":"not_found","message":"gemini-omni-1.2-flash is not found"}})",
     "MODEL_NOT_FOUND"},
};

TEST_F(InteractionTest, NotFoundMayBeTheModelOrTheEarlierVideo) {
  const std::string handle = StartInteraction();
  for (const NotFoundRow& row : kNotFoundRows) {
    upstream_.Enqueue(Answer(404, row.answer));
    v1::StartVideoRequest request = Edit(handle);
    request.set_provider("gemini");
    if (!row.edits) request.mutable_spec()->clear_previous_operation();
    const client::CallError error = ErrorOf(StartEdit(request));
    EXPECT_EQ(error.code, absl::StatusCode::kNotFound) << row.name;
    EXPECT_EQ(error.reason, row.reason) << row.name;
  }
}

struct CancelRow {
  const char* answer;
  v1::VideoState state;
};

const CancelRow kCancelRows[] = {
    {R"({"status":"cancelled"})", v1::VIDEO_STATE_CANCELLED},
    {R"({"status":"completed"})", v1::VIDEO_STATE_SUCCEEDED},
    {R"({"status":"failed"})", v1::VIDEO_STATE_FAILED},
    {R"({"status":"in_progress"})", v1::VIDEO_STATE_RUNNING},
    {R"({"status":"pondering"})", v1::VIDEO_STATE_UNKNOWN},
    {R"({})", v1::VIDEO_STATE_UNKNOWN},
    {"", v1::VIDEO_STATE_UNKNOWN},
};

TEST_F(InteractionTest, CancelAnswersWhatTheUpstreamSays) {
  const std::string handle = StartInteraction();
  for (const CancelRow& row : kCancelRows) {
    upstream_.Enqueue(Answer::Json(row.answer));
    const grpc::Status status = Cancel(handle);
    ASSERT_TRUE(status.ok()) << row.answer << status.error_message();
    EXPECT_EQ(cancelled_.state(), row.state) << row.answer;
    EXPECT_EQ(upstream_.requests().back().method, "POST");
    EXPECT_EQ(upstream_.requests().back().target, "/v1beta/interactions/v1_first/cancel");
  }
}

TEST_F(InteractionTest, CancelAndDeleteAreFreeAndRepeated) {
  const std::string handle = StartInteraction();
  upstream_.Enqueue(Answer(503, ""));
  upstream_.Enqueue(Answer::Json(R"({"status":"cancelled"})"));
  EXPECT_TRUE(Cancel(handle).ok());
  EXPECT_EQ(cancelled_.state(), v1::VIDEO_STATE_CANCELLED);
  upstream_.Enqueue(Answer(500, ""));
  upstream_.Enqueue(Answer(204, ""));
  EXPECT_TRUE(Delete(handle).ok());
  EXPECT_EQ(upstream_.requests().back().method, "DELETE");
  EXPECT_EQ(upstream_.requests().back().target, "/v1beta/interactions/v1_first");
  upstream_.Enqueue(Answer(404, R"({"error":{"code":"not_found","message":"gone"}})"));
  EXPECT_EQ(ErrorOf(Delete(handle)).reason, "OPERATION_EXPIRED");
}

TEST_F(InteractionTest, WhoWatchesACancelledJobIsTold) {
  const std::string handle = StartInteraction();
  upstream_.Enqueue(Answer::Json(R"({"status":"cancelled"})"));
  const auto watched = Watch(handle);
  EXPECT_EQ(watched.status.error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(ErrorOf(watched.status).reason, "OPERATION_CANCELLED");
  upstream_.Enqueue(Answer::Json(R"({"status":"cancelled"})"));
  v1::GetVideoOperationResponse state;
  EXPECT_TRUE(GetOperation(handle, state).ok());
  EXPECT_EQ(state.state(), v1::VIDEO_STATE_CANCELLED);
  EXPECT_EQ(state.error().reason(), "OPERATION_CANCELLED");
}

TEST_F(InteractionTest, OtherJobsCanBeNeitherStoppedNorDeleted) {
  const std::string veo = Start("r-veo");
  const size_t before = upstream_.request_count();
  const grpc::Status cancelled = Cancel(veo);
  EXPECT_EQ(cancelled.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(ErrorOf(cancelled).reason, "CANCEL_UNSUPPORTED");
  const grpc::Status deleted = Delete(veo);
  EXPECT_EQ(deleted.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(ErrorOf(deleted).reason, "DELETE_UNSUPPORTED");
  EXPECT_EQ(upstream_.request_count(), before);
}

TEST_F(InteractionTest, AFinishedJobIsSaidToBeAtItsFirstByte) {
  const std::string handle = StartInteraction();
  upstream_.Enqueue(Answer::Json(Completed(Mp4(20'000))).StallAfter(2'000));
  v1::GetVideoOperationResponse state;
  ASSERT_TRUE(GetOperation(handle, state).ok());
  EXPECT_EQ(state.state(), v1::VIDEO_STATE_SUCCEEDED);
}

}  // namespace
}  // namespace mediagen::testing
