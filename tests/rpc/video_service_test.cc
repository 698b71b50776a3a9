#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/rpc/received_media.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

using VideoServiceTest = VideoTest;

TEST_F(VideoServiceTest, GeneratesFromStartToLastByte) {
  const std::string video = Mp4(1'700'000);
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  upstream_.Enqueue(Answer::Json(PendingAnswer()));
  upstream_.Enqueue(Answer::Json(VideosAnswer({video})));
  const auto streamed = Generate();
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  const v1::VideoStarted& started = streamed.events.at(0).started();
  EXPECT_EQ(started.request_id(), "r-1");
  EXPECT_EQ(started.provider(), "aihubmix");
  EXPECT_EQ(started.model(), "veo-3.0-generate-preview");
  EXPECT_FALSE(started.operation().empty());
  EXPECT_LE(started.operation().size(), 2000u);
  EXPECT_GT(started.wait_deadline().seconds(), started.create_time().seconds());
  const v1::VideoProgress& progress = streamed.events.at(1).progress();
  EXPECT_EQ(progress.phase(), v1::VIDEO_PHASE_GENERATING);
  EXPECT_TRUE(progress.has_estimated_fraction());
  EXPECT_FALSE(progress.has_upstream_percent());
  const std::vector<ReceivedMedia> media = ReceiveMedia(streamed.events);
  ASSERT_EQ(media.size(), 1u);
  ExpectWhole(media[0], video);
  EXPECT_GE(media[0].chunks, 4);
  EXPECT_EQ(media[0].header.mime_type(), "video/mp4");
  EXPECT_EQ(media[0].end.mime_type(), "video/mp4");
  EXPECT_EQ(media[0].end.record().prompt(), "waves");
  EXPECT_EQ(media[0].end.record().request_id(), "r-1");
  EXPECT_EQ(streamed.events.back().completed().outcome(), v1::VIDEO_OUTCOME_SUCCEEDED);
  EXPECT_EQ(streamed.events.back().completed().video_count(), 1);
}

TEST_F(VideoServiceTest, SendsTheCountAndPollsTheNameOfTheStart) {
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  upstream_.Enqueue(Answer::Json(PendingAnswer()));
  upstream_.Enqueue(Answer::Json(VideosAnswer({Mp4(100)})));
  ASSERT_TRUE(Generate().status.ok());
  const std::vector<http::Request> sent = upstream_.requests();
  ASSERT_EQ(sent.size(), 3u);
  EXPECT_EQ(sent[0].target, "/v1beta/models/veo-3.0-generate-preview:predictLongRunning");
  EXPECT_EQ(sent[0].headers.Get("x-goog-api-key"), kUpstreamKey);
  EXPECT_EQ(sent[0].body, R"({"instances":[{"prompt":"waves"}],"parameters":{"sampleCount":1}})");
  for (size_t i = 1; i < 3; ++i) {
    EXPECT_EQ(sent[i].method, "GET");
    EXPECT_EQ(sent[i].target, absl::StrCat("/v1beta/", kOperationName));
    EXPECT_EQ(sent[i].headers.Get("x-goog-api-key"), kUpstreamKey);
  }
}

TEST_F(VideoServiceTest, SendsTheFirstFrameAndTheRest) {
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  upstream_.Enqueue(Answer::Json(VideosAnswer({Mp4(100), Mp4(200)})));
  v1::GenerateVideoRequest request;
  request.set_model("veo-2.0-generate-001");
  v1::VideoSpec& spec = *request.mutable_spec();
  spec.mutable_image()->set_data(Png(50));
  spec.set_number_of_videos(2);
  spec.set_duration_seconds(5);
  spec.set_aspect_ratio("9:16");
  spec.set_person_generation("allow_adult");
  const auto streamed = Generate(request);
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  EXPECT_EQ(upstream_.requests().at(0).body,
            absl::StrCat(R"({"instances":[{"image":{"bytesBase64Encoded":")", Base64(Png(50)),
                         R"(","mimeType":"image/png"}}],"parameters":{"sampleCount":2,)",
                         R"("durationSeconds":5,"aspectRatio":"9:16",)",
                         R"("personGeneration":"allow_adult"}})"));
  const std::vector<ReceivedMedia> media = ReceiveMedia(streamed.events);
  ASSERT_EQ(media.size(), 2u);
  ExpectWhole(media[1], Mp4(200));
  EXPECT_EQ(streamed.events.back().completed().video_count(), 2);
}

TEST_F(VideoServiceTest, TellsThatTheStartIsUnderWay) {
  upstream_.Enqueue(Answer::Json(OperationAnswer()).HoldUntilReleased());
  upstream_.Enqueue(Answer::Json(VideosAnswer({Mp4(100)})));
  grpc::ClientContext context;
  auto reader = server().videos().GenerateVideo(&context, Waves());
  v1::GenerateVideoResponse event;
  ASSERT_TRUE(reader->Read(&event));
  EXPECT_EQ(event.progress().phase(), v1::VIDEO_PHASE_SUBMITTING);
  upstream_.Release();
  while (reader->Read(&event)) {
  }
  EXPECT_TRUE(event.has_completed());
  EXPECT_TRUE(reader->Finish().ok());
}

TEST_F(VideoServiceTest, StartsAndIsWatchedLater) {
  const std::string operation = Start("r-7");
  const std::string video = Mp4(300'000);
  upstream_.Enqueue(Answer::Json(PendingAnswer()));
  upstream_.Enqueue(Answer::Json(VideosAnswer({video})));
  const auto streamed = Watch(operation);
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  const std::vector<ReceivedMedia> media = ReceiveMedia(streamed.events);
  ASSERT_EQ(media.size(), 1u);
  ExpectWhole(media[0], video);
  EXPECT_EQ(media[0].end.record().request_id(), "r-7");
  EXPECT_EQ(media[0].end.record().prompt(), "");
  EXPECT_EQ(streamed.events.back().completed().video_count(), 1);
}

TEST_F(VideoServiceTest, SomeFilteredIsASuccessThatSaysSo) {
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  upstream_.Enqueue(Answer::Json(
      absl::StrCat(R"({"done":true,"response":{"raiMediaFilteredCount":1,)",
                   R"("raiMediaFilteredReasons":["Support codes: 15236754"],"videos":[)",
                   R"({"bytesBase64Encoded":")", Base64(Mp4(100)), R"("}]}})")));
  const auto streamed = Generate();
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  const v1::Filtered& filtered = streamed.events[streamed.events.size() - 2].filtered();
  EXPECT_EQ(filtered.count(), 1);
  EXPECT_EQ(filtered.items(0).category(), v1::FILTER_CATEGORY_CELEBRITY);
}

TEST_F(VideoServiceTest, AVideoThatLiesElsewhereIsALink) {
  const std::string operation = Start();
  upstream_.Enqueue(Answer::Json(
      R"({"done":true,"response":{"videos":[{"gcsUri":"gs://b/o.mp4","mimeType":"video/mp4"}]}})"));
  const auto streamed = Watch(operation);
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  const v1::MediaLink& link = streamed.events[streamed.events.size() - 2].link();
  EXPECT_EQ(link.media().gcs_uri(), "gs://b/o.mp4");
  EXPECT_EQ(link.media().mime_type(), "video/mp4");
}

TEST_F(VideoServiceTest, EveryCallIsOneLineOfTheLog) {
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  upstream_.Enqueue(Answer::Json(VideosAnswer({Mp4(1234)})));
  ASSERT_TRUE(Generate().status.ok());
  const auto line = log_.WaitFor("call");
  ASSERT_TRUE(line.has_value());
  EXPECT_EQ(line->method(), "mediagen.v1.VideoService/GenerateVideo");
  EXPECT_EQ(line->code(), "OK");
  EXPECT_EQ(line->provider(), "aihubmix");
  EXPECT_EQ(line->model(), "veo-3.0-generate-preview");
  EXPECT_EQ(line->request_id(), "r-1");
  EXPECT_EQ(line->bytes_sent(), 1234);
  EXPECT_GT(line->duration_ms(), 0);
  EXPECT_EQ(log_.Count("call"), 1);
  EXPECT_EQ(log_.Count("operation_orphaned"), 0);
}

}  // namespace
}  // namespace mediagen::testing
