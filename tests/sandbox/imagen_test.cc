#include <gtest/gtest.h>

#include <string>

#include "sandbox/picture_codec.h"
#include "tests/sandbox/sandbox_client.h"

namespace mediagen::testing {
namespace {

std::string Request(const std::string& parameters) {
  return R"({"instances":[{"prompt":"a cat"}],"parameters":{)" + parameters + "}}";
}

TEST(Imagen, MakesAsManyAsAsked) {
  SandboxClient client;
  JsonAnswer two = client.Predict(Request(R"("sampleCount":2)"));
  EXPECT_EQ(two.http.status, 200);
  ASSERT_EQ(two.At("/predictions").Size(), 2u);
  EXPECT_EQ(two.TextAt("/predictions/0/mimeType"), "image/png");
  const auto picture = sandbox::DecodePicture(two.BytesAt("/predictions/0/bytesBase64Encoded"));
  ASSERT_TRUE(picture.has_value());
  EXPECT_EQ(picture->width(), 1024);
  EXPECT_EQ(picture->height(), 1024);
  EXPECT_NE(two.TextAt("/predictions/0/bytesBase64Encoded"),
            two.TextAt("/predictions/1/bytesBase64Encoded"));
  // Four when nobody says how many.
  EXPECT_EQ(client.Predict(R"({"instances":[{"prompt":"a cat"}]})").At("/predictions").Size(), 4u);
}

TEST(Imagen, FollowsRatioSizeAndType) {
  SandboxClient client;
  JsonAnswer answer = client.Predict(
      Request(R"("sampleCount":1,"aspectRatio":"16:9","outputOptions":{"mimeType":"image/jpeg"})"));
  EXPECT_EQ(answer.TextAt("/predictions/0/mimeType"), "image/jpeg");
  const std::string jpeg = answer.BytesAt("/predictions/0/bytesBase64Encoded");
  EXPECT_TRUE(jpeg.starts_with("\xFF\xD8"));
  const auto picture = sandbox::DecodePicture(jpeg);
  ASSERT_TRUE(picture.has_value());
  EXPECT_EQ(picture->width(), 1408);
  EXPECT_EQ(picture->height(), 768);
}

TEST(Imagen, TakesEverySpellingOfARequest) {
  SandboxClient client;
  JsonAnswer answer = client.Post(
      "/gemini/v1/models/imagegeneration%40006:predict?key=secret&$alt=json;enum-encoding=int",
      R"({ "instances" : [ null, {"prompt": "caf\u00e9 \ud83c\udfa8"} ],)"
      R"( "parameters": {"sample_count": 1.0, "aspect_ratio": "9:16", "unknown": {}, "seed": null,)"
      R"( "output_options": {"mime_type": "IMAGE/JPEG", "compression_quality": 40.0}}})");
  EXPECT_EQ(answer.http.status, 200);
  ASSERT_EQ(answer.At("/predictions").Size(), 1u);
  EXPECT_EQ(answer.TextAt("/predictions/0/mimeType"), "image/jpeg");
}

TEST(Imagen, GivesSafetyAttributesOnRequest) {
  SandboxClient client;
  JsonAnswer answer = client.Predict(Request(R"("sampleCount":1,"includeSafetyAttributes":true)"));
  ASSERT_EQ(answer.At("/predictions").Size(), 2u);
  EXPECT_EQ(answer.At("/predictions/0/safetyAttributes/categories").Size(), 2u);
  EXPECT_EQ(answer.TextAt("/predictions/1/contentType"), "Positive Prompt");
}

constexpr char kVertex[] = "/v1/projects/p/locations/l/publishers/google/models/";

TEST(VertexImagen, LeavesPicturesInTheBucket) {
  SandboxClient client;
  JsonAnswer answer = client.Post(kVertex + std::string("imagen-3.0-generate-001:predict"),
                                  Request(R"("sampleCount":2,"storageUri":"gs://b/p")"));
  ASSERT_EQ(answer.At("/predictions").Size(), 2u);
  EXPECT_TRUE(answer.TextAt("/predictions/1/gcsUri").starts_with("gs://b/p/"));
  EXPECT_FALSE(answer.At("/predictions/1").HasMember("bytesBase64Encoded"));
  EXPECT_FALSE(answer.At("/predictions/1").HasMember("prompt"));
}

TEST(VertexImagen, RewritesPromptsUnlessTold) {
  SandboxClient client;
  const std::string path = kVertex + std::string("imagen-4.0-generate-001:predict");
  EXPECT_TRUE(client.Post(path, Request(R"("sampleCount":1)"))
                  .TextAt("/predictions/0/prompt")
                  .starts_with("a cat"));
  EXPECT_FALSE(client.Post(path, Request(R"("sampleCount":1,"enhancePrompt":false)"))
                   .At("/predictions/0")
                   .HasMember("prompt"));
}

TEST(VertexImagen, PaintsAnotherPictureForAnotherSeed) {
  SandboxClient client;
  const std::string path = kVertex + std::string("imagen-3.0-generate-001:predict");
  const auto paint = [&](int seed) {
    return client
        .Post(path,
              Request(R"("sampleCount":1,"addWatermark":false,"seed":)" + std::to_string(seed)))
        .TextAt("/predictions/0/bytesBase64Encoded");
  };
  const std::string first = paint(1);
  EXPECT_NE(first, "");
  EXPECT_TRUE(first == paint(1));
  EXPECT_FALSE(first == paint(2));
}

struct WatermarkCase {
  const char* name;
  std::string path;
  const char* parameters;
  int status;
};

class Watermarks : public ::testing::TestWithParam<WatermarkCase> {};

TEST_P(Watermarks, KeepSeedsOut) {
  SandboxClient client;
  const std::string body =
      Request(R"("sampleCount":1,"seed":5)" + std::string(GetParam().parameters));
  EXPECT_EQ(client.Post(GetParam().path + ":predict", body).http.status, GetParam().status);
}

INSTANTIATE_TEST_SUITE_P(
    Imagen, Watermarks,
    ::testing::Values(
        WatermarkCase{"ByDefault", kVertex + std::string("imagen-3.0-generate-002"), "", 400},
        WatermarkCase{"Off", kVertex + std::string("imagen-3.0-generate-002"),
                      R"(,"addWatermark":false)", 200},
        WatermarkCase{"OfAnOldModel", kVertex + std::string("imagegeneration%40002"), "", 200},
        WatermarkCase{"On", kVertex + std::string("imagegeneration%40002"),
                      R"(,"addWatermark":true)", 400},
        WatermarkCase{"AtARelay", "/gemini/v1/models/imagen-4.0-generate-001", "", 200}),
    [](const auto& info) { return info.param.name; });

TEST(Imagen, TakesTheOtherNameOfTheCountAndASideInPixels) {
  SandboxClient client;
  JsonAnswer answer =
      client.Predict(Request(R"("numberOfImages":2,"sampleImageSize":"256","aspectRatio":"16:9")"));
  ASSERT_EQ(answer.At("/predictions").Size(), 2u);
  const auto picture = sandbox::DecodePicture(answer.BytesAt("/predictions/0/bytesBase64Encoded"));
  ASSERT_TRUE(picture.has_value());
  EXPECT_EQ(picture->width(), 256);
}

struct BadCase {
  const char* name;
  std::string body;
};

class BadImagenRequests : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadImagenRequests, AreRefusedAsGoogleDoes) {
  SandboxClient client;
  JsonAnswer answer = client.Predict(GetParam().body);
  EXPECT_EQ(answer.http.status, 400);
  EXPECT_EQ(answer.At("/error/code").GetInt(), 400);
  EXPECT_EQ(answer.TextAt("/error/status"), "INVALID_ARGUMENT");
  EXPECT_NE(answer.TextAt("/error/message"), "");
}

INSTANTIATE_TEST_SUITE_P(
    Imagen, BadImagenRequests,
    ::testing::Values(BadCase{"NoJson", "{"}, BadCase{"NoPrompt", R"({"instances":[{}]})"},
                      BadCase{"NoInstances", "{}"}, BadCase{"Count", Request(R"("sampleCount":9)")},
                      BadCase{"CountOfTheModel", Request(R"("sampleCount":5)")},
                      BadCase{"Side", Request(R"("sampleImageSize":"8K")")},
                      BadCase{"Bucket", Request(R"("storageUri":"gs://b/p")")},
                      BadCase{"CountZero", Request(R"("sampleCount":0)")},
                      BadCase{"CountText", Request(R"("sampleCount":"2")")},
                      BadCase{"Ratio", Request(R"("aspectRatio":"2:1")")},
                      BadCase{"Type", Request(R"("outputOptions":{"mimeType":"image/gif"})")},
                      BadCase{"Seed", Request(R"("seed":5,"addWatermark":true)")}),
    [](const auto& info) { return info.param.name; });

TEST(Sandbox, AnswersAnUnknownPathAsGoogleDoes) {
  SandboxClient client;
  JsonAnswer answer = client.Get("/gemini/v1beta/nothing");
  EXPECT_EQ(answer.http.status, 404);
  EXPECT_EQ(answer.TextAt("/error/status"), "NOT_FOUND");
}

TEST(Sandbox, WaitsBeforeItAnswers) {
  sandbox::SandboxOptions options = SandboxClient::FastOptions();
  options.latency = std::chrono::milliseconds(60);
  SandboxClient client(options);
  const auto before = std::chrono::steady_clock::now();
  client.Get("/sandbox/ledger");
  EXPECT_GE(std::chrono::steady_clock::now() - before, options.latency);
}

}  // namespace
}  // namespace mediagen::testing
