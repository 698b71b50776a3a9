#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/rpc/received_media.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

class ImageServiceTest : public ServerTest {
 protected:
  grpc::Status Generate(const v1::GenerateImagesRequest& request,
                        v1::GenerateImagesResponse& response) {
    grpc::ClientContext context;
    return server().images().GenerateImages(&context, request, &response);
  }

  Streamed<v1::StreamImagesResponse> Stream(const v1::StreamImagesRequest& request) {
    grpc::ClientContext context;
    return Streamed<v1::StreamImagesResponse>(server().images().StreamImages(&context, request));
  }
};

template <typename Request>
Request Lighthouse() {
  Request request;
  request.set_request_id("r-1");
  request.mutable_spec()->set_prompt("a lighthouse");
  return request;
}

TEST_F(ImageServiceTest, AnswersEveryPictureWithItsRecord) {
  const std::vector<std::string> pictures = {Png(70'000, 1), Png(3'000, 2)};
  upstream_.Enqueue(Answer::Json(ImagesAnswer(pictures)));
  auto request = Lighthouse<v1::GenerateImagesRequest>();
  request.mutable_spec()->set_number_of_images(2);
  v1::GenerateImagesResponse response;
  const grpc::Status status = Generate(request, response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.request_id(), "r-1");
  EXPECT_EQ(response.warnings_size(), 0);
  EXPECT_EQ(response.cost().nano_usd(), 80'000'000);
  ASSERT_EQ(response.results_size(), 2);
  for (int i = 0; i < 2; ++i) {
    const v1::ImageResult& result = response.results(i);
    EXPECT_EQ(result.index(), i);
    EXPECT_TRUE(result.image().data() == pictures[static_cast<size_t>(i)]);
    EXPECT_EQ(result.image().mime_type(), "image/png");
    EXPECT_EQ(result.image().crc32c(), SlowCrc32c(pictures[static_cast<size_t>(i)]));
    EXPECT_EQ(result.record().request_id(), "r-1");
    EXPECT_EQ(result.record().provider(), "aihubmix");
    EXPECT_EQ(result.record().model(), "imagen-4.0-generate-001");
    EXPECT_EQ(result.record().prompt(), "a lighthouse");
    EXPECT_GT(result.record().create_time().seconds(), 1'600'000'000);
  }
}

TEST_F(ImageServiceTest, SendsTheCountEvenWhenNobodyNamesOne) {
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(100)})));
  v1::GenerateImagesResponse response;
  ASSERT_TRUE(Generate(Lighthouse<v1::GenerateImagesRequest>(), response).ok());
  const http::Request sent = upstream_.requests().at(0);
  EXPECT_EQ(sent.method, "POST");
  EXPECT_EQ(sent.target, "/v1beta/models/imagen-4.0-generate-001:predict");
  EXPECT_EQ(sent.headers.Get("x-goog-api-key"), kUpstreamKey);
  EXPECT_EQ(sent.body,
            R"({"instances":[{"prompt":"a lighthouse"}],"parameters":{"sampleCount":1}})");
}

TEST_F(ImageServiceTest, SendsWhatIsAskedAndDefaultsOfItsOwnForTheRest) {
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(100)})));
  auto request = Lighthouse<v1::GenerateImagesRequest>();
  request.set_provider("aihubmix");
  request.set_model("imagen-3.0-generate-002");
  request.mutable_spec()->set_number_of_images(3);
  request.mutable_spec()->set_aspect_ratio("16:9");
  request.mutable_spec()->set_person_generation("dont_allow");
  v1::GenerateImagesResponse response;
  ASSERT_TRUE(Generate(request, response).ok());
  EXPECT_EQ(upstream_.requests().at(0).target, "/v1beta/models/imagen-3.0-generate-002:predict");
  EXPECT_EQ(upstream_.requests().at(0).body,
            R"({"instances":[{"prompt":"a lighthouse"}],"parameters":{"sampleCount":3,)"
            R"("aspectRatio":"16:9","personGeneration":"dont_allow"}})");
}

TEST_F(ImageServiceTest, MakesARequestIdWhereThereIsNone) {
  upstream_.SetDefault(Answer::Json(ImagesAnswer({Png(100)})));
  auto request = Lighthouse<v1::GenerateImagesRequest>();
  request.clear_request_id();
  v1::GenerateImagesResponse first, second;
  ASSERT_TRUE(Generate(request, first).ok());
  ASSERT_TRUE(Generate(request, second).ok());
  EXPECT_EQ(first.request_id().size(), 36u);
  EXPECT_NE(first.request_id(), second.request_id());
  EXPECT_EQ(first.results(0).record().request_id(), first.request_id());
}

TEST_F(ImageServiceTest, TrustsTheBytesMoreThanTheWord) {
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Jpeg(100), std::string(100, '?')}, "image/png")));
  v1::GenerateImagesResponse response;
  ASSERT_TRUE(Generate(Lighthouse<v1::GenerateImagesRequest>(), response).ok());
  EXPECT_EQ(response.results(0).image().mime_type(), "image/jpeg");
  EXPECT_EQ(response.results(1).image().mime_type(), "image/png");
}

TEST_F(ImageServiceTest, AModelThatNobodyKnowsPassesWithAWarning) {
  upstream_.SetDefault(Answer::Json(ImagesAnswer({Png(100)})));
  auto request = Lighthouse<v1::GenerateImagesRequest>();
  request.set_model("imagen-9");
  v1::GenerateImagesResponse response;
  ASSERT_TRUE(Generate(request, response).ok());
  ASSERT_EQ(response.warnings_size(), 1);
  EXPECT_NE(response.warnings(0).find("imagen-9"), std::string::npos);
}

TEST_F(ImageServiceTest, ReportsWhatIsFilteredOrCorruptBesideGoodPictures) {
  const std::string answer = absl::StrCat(
      R"({"predictions":[{"bytesBase64Encoded":"iVBO*bad","mimeType":"image/png"},)",
      R"({"raiFilteredReason":"no. Support codes: 58061214"},)", R"({"bytesBase64Encoded":")",
      Base64(Png(500)), R"(","mimeType":"image/png","prompt":"a tall lighthouse"}]})");
  upstream_.SetDefault(Answer::Json(answer));
  auto request = Lighthouse<v1::GenerateImagesRequest>();
  request.mutable_spec()->set_number_of_images(4);
  v1::GenerateImagesResponse response;
  ASSERT_TRUE(Generate(request, response).ok());
  ASSERT_EQ(response.results_size(), 4);
  EXPECT_EQ(response.results(0).failed().reason(), "MEDIA_CORRUPT");
  EXPECT_EQ(response.results(0).failed().media_offset(), 4);
  EXPECT_TRUE(response.results(1).image().data() == Png(500));
  EXPECT_EQ(response.results(1).record().rewritten_prompt(), "a tall lighthouse");
  EXPECT_EQ(response.results(2).filtered().category(), v1::FILTER_CATEGORY_CHILD);
  EXPECT_TRUE(response.results(3).has_filtered());
  for (int i = 0; i < 4; ++i) EXPECT_EQ(response.results(i).index(), i);

  auto stream_request = Lighthouse<v1::StreamImagesRequest>();
  stream_request.set_request_id("r-2");
  stream_request.mutable_spec()->set_number_of_images(4);
  const auto streamed = Stream(stream_request);
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  const v1::StreamImagesResponse& last = streamed.events.back();
  EXPECT_EQ(last.completed().image_count(), 1);
  const v1::StreamImagesResponse& before = streamed.events[streamed.events.size() - 2];
  EXPECT_EQ(before.filtered().count(), 2);
  int failed = 0;
  for (const auto& event : streamed.events) failed += event.has_failed() ? 1 : 0;
  EXPECT_EQ(failed, 1);
}

TEST_F(ImageServiceTest, StreamsPicturesInChunksWithTheirEnds) {
  const std::vector<std::string> pictures = {Png(1'500'000, 1), Jpeg(10, 2)};
  upstream_.Enqueue(Answer::Json(ImagesAnswer(pictures)));
  auto request = Lighthouse<v1::StreamImagesRequest>();
  request.mutable_spec()->set_number_of_images(2);
  const auto streamed = Stream(request);
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  const std::vector<ReceivedMedia> media = ReceiveMedia(streamed.events);
  ASSERT_EQ(media.size(), 2u);
  for (size_t i = 0; i < 2; ++i) {
    ExpectWhole(media[i], pictures[i]);
    EXPECT_EQ(media[i].header.mime_type(), i == 0 ? "image/png" : "image/jpeg");
    EXPECT_EQ(media[i].end.mime_type(), media[i].header.mime_type());
    EXPECT_EQ(media[i].end.record().prompt(), "a lighthouse");
  }
  EXPECT_GE(media[0].chunks, 4);
  const v1::ImagesCompleted& completed = streamed.events.back().completed();
  EXPECT_EQ(completed.request_id(), "r-1");
  EXPECT_EQ(completed.image_count(), 2);
  EXPECT_EQ(completed.records_size(), 2);
  EXPECT_NE(upstream_.requests().at(0).body.find(R"("sampleCount":2)"), std::string::npos);
}

TEST_F(ImageServiceTest, TheEndNamesTheUpstreamsTypeWhenTheBytesDoNotTell) {
  upstream_.Enqueue(Answer::Json(ImagesAnswer({std::string(100, '?'), Png(50)}, "image/odd")));
  auto request = Lighthouse<v1::StreamImagesRequest>();
  request.mutable_spec()->set_number_of_images(2);
  const auto streamed = Stream(request);
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  std::vector<std::string> types;
  for (const auto& event : streamed.events) {
    if (event.has_end()) types.push_back(event.end().mime_type());
  }
  std::sort(types.begin(), types.end());
  EXPECT_EQ(types, (std::vector<std::string>{"image/odd", "image/png"}));
}

}  // namespace
}  // namespace mediagen::testing
