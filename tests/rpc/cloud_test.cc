// What only Google's cloud has: upscaling, buckets, and callers' own keys against a project.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "tests/rpc/received_media.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

class CloudTest : public ServerTest {
 protected:
  CloudTest() {
    config::ProviderConfig& cloud = *config_.add_providers();
    cloud.set_name("vertex");
    cloud.set_base_url(upstream_.base_url());
    cloud.set_project("p-1");
    cloud.set_location("us-central1");
    cloud.set_token_env(kUpstreamKeyVariable);
    config_.add_allowed_bucket_prefixes("gs://in/");
  }

  v1::UpscaleImageRequest Upscale() {
    v1::UpscaleImageRequest request;
    request.set_provider("vertex");
    request.mutable_spec()->mutable_image()->set_data(Png(500));
    request.mutable_spec()->set_upscale_factor("x2");
    return request;
  }
  grpc::Status Send(const v1::UpscaleImageRequest& request) {
    grpc::ClientContext context;
    return server().images().UpscaleImage(&context, request, &response_);
  }

  v1::UpscaleImageResponse response_;
};

TEST_F(CloudTest, MakesAPictureLarger) {
  const std::string large = Png(4000, 3);
  upstream_.Enqueue(Answer::Json(ImagesAnswer({large})));
  const grpc::Status status = Send(Upscale());
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response_.results_size(), 1);
  EXPECT_TRUE(response_.results(0).image().data() == large);
  const http::Request sent = upstream_.requests().at(0);
  EXPECT_EQ(sent.target,
            "/v1/projects/p-1/locations/us-central1/publishers/google/models/"
            "imagen-4.0-upscale-preview:predict");
  EXPECT_EQ(sent.headers.Get("authorization"), absl::StrCat("Bearer ", kUpstreamKey));
  EXPECT_TRUE(absl::StrContains(sent.body, R"("mode":"upscale")")) << sent.body;
  EXPECT_TRUE(absl::StrContains(sent.body, R"("sampleCount":1)")) << sent.body;
}

TEST_F(CloudTest, StreamsTheLargerPicture) {
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(70'000, 1)})));
  v1::StreamUpscaleImageRequest request;
  request.set_provider("vertex");
  *request.mutable_spec() = Upscale().spec();
  grpc::ClientContext context;
  const Streamed<v1::StreamUpscaleImageResponse> streamed(
      server().images().StreamUpscaleImage(&context, request));
  ASSERT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  EXPECT_EQ(streamed.events.front().header().mime_type(), "image/png");
  EXPECT_EQ(streamed.events.back().completed().image_count(), 1);
}

TEST_F(CloudTest, AnAllFilteredUpscaleIsNoSuccess) {
  upstream_.Enqueue(Answer::Json("{}"));
  EXPECT_EQ(ErrorOf(Send(Upscale())).reason, "RESULT_FILTERED");
}

TEST_F(CloudTest, OtherProvidersDoNotUpscale) {
  v1::UpscaleImageRequest request = Upscale();
  request.set_provider("aihubmix");
  request.set_model("imagen-x");
  EXPECT_EQ(ErrorOf(Send(request)).reason, "UNSUPPORTED_BY_PROVIDER");
  EXPECT_EQ(upstream_.request_count(), 0u);
}

TEST_F(CloudTest, BucketsAreReadBelowAllowedPrefixesAlone) {
  upstream_.SetDefault(Answer::Json(ImagesAnswer({Png(100)})));
  v1::UpscaleImageRequest request = Upscale();
  request.mutable_spec()->mutable_image()->set_gcs_uri("gs://in/picture.png");
  EXPECT_TRUE(Send(request).ok());
  EXPECT_TRUE(absl::StrContains(upstream_.requests().at(0).body, "gs://in/picture.png"));
  request.mutable_spec()->mutable_image()->set_gcs_uri("gs://other/picture.png");
  EXPECT_EQ(Send(request).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  request = Upscale();
  request.mutable_spec()->set_output_gcs_uri("gs://other/");
  EXPECT_EQ(Send(request).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(upstream_.request_count(), 1u);
}

TEST_F(CloudTest, TopicsAreNotifiedWhenAllowed) {
  config_.add_allowed_pubsub_topics("projects/p-1/topics/done");
  upstream_.SetDefault(Answer::Json(R"({"name":"models/m/operations/o"})"));
  v1::StartVideoRequest request;
  request.set_provider("vertex");
  request.mutable_spec()->set_prompt("waves");
  request.mutable_spec()->set_pubsub_topic("projects/p-1/topics/done");
  v1::StartVideoResponse response;
  grpc::ClientContext good;
  EXPECT_TRUE(server().videos().StartVideo(&good, request, &response).ok());
  request.mutable_spec()->set_pubsub_topic("projects/p-2/topics/done");
  grpc::ClientContext bad;
  EXPECT_EQ(server().videos().StartVideo(&bad, request, &response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace mediagen::testing
