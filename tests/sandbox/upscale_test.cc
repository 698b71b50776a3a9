#include <gtest/gtest.h>

#include <string>

#include "sandbox/base64.h"
#include "sandbox/picture_codec.h"
#include "tests/sandbox/answer_check.h"
#include "tests/sandbox/sandbox_client.h"

namespace mediagen::testing {
namespace {

constexpr char kPath[] =
    "/v1/projects/p/locations/l/publishers/google/models/imagegeneration%40002:predict";

// Red on the left, blue on the right.
std::string Image(sandbox::Size size = {64, 32}) {
  const sandbox::Canvas canvas(size);
  sandbox::SetColor(canvas.pen(), {1, 0, 0});
  cairo_paint(canvas.pen());
  sandbox::SetColor(canvas.pen(), {0, 0, 1});
  cairo_rectangle(canvas.pen(), size.width / 2.0, 0, size.width, size.height);
  cairo_fill(canvas.pen());
  return R"("image":{"bytesBase64Encoded":")" + sandbox::EncodeBase64(sandbox::EncodePng(canvas)) +
         R"("})";
}

std::string Request(const std::string& instance, const std::string& parameters) {
  return R"({"instances":[{)" + instance + R"(}],"parameters":{"sampleCount":1,"mode":"upscale",)" +
         parameters + "}}";
}

struct FactorCase {
  const char* name;
  const char* parameters;
  int width;
};

class UpscaleFactors : public ::testing::TestWithParam<FactorCase> {};

TEST_P(UpscaleFactors, MakeThePictureThatMuchLarger) {
  SandboxClient client;
  JsonAnswer answer = client.Post(kPath, Request(Image(), GetParam().parameters));
  ASSERT_EQ(answer.At("/predictions").Size(), 1u);
  CheckPicture(answer.At("/predictions/0/bytesBase64Encoded"),
               answer.TextAt("/predictions/0/mimeType"));
  const auto picture = sandbox::DecodePicture(answer.BytesAt("/predictions/0/bytesBase64Encoded"));
  ASSERT_TRUE(picture.has_value());
  EXPECT_EQ(picture->width(), GetParam().width);
  EXPECT_EQ(picture->height(), GetParam().width / 2);
  const uint8_t* row = picture->row(picture->height() / 2);
  EXPECT_GT(row[4 * (picture->width() / 4) + 2], 200);
  EXPECT_GT(row[4 * (picture->width() * 3 / 4)], 200);
}

INSTANTIATE_TEST_SUITE_P(
    Upscale, UpscaleFactors,
    ::testing::Values(FactorCase{"Twice", R"("upscaleConfig":{"upscaleFactor":"x2"})", 128},
                      FactorCase{"FourTimes", R"("upscaleConfig":{"upscaleFactor":"X4"})", 256},
                      FactorCase{"ToASide", R"("sampleImageSize":"2048")", 2048},
                      FactorCase{
                          "AsJpeg",
                          R"("outputOptions":{"mimeType":"image/jpeg","compressionQuality":95.0},)"
                          R"("upscaleConfig":{"upscaleFactor":"x2","imagePreservationFactor":0.5}})"
                          R"(,"labels":{)",
                          128}),
    [](const auto& info) { return info.param.name; });

TEST(Upscale, LeavesTheResultInTheBucket) {
  SandboxClient client;
  JsonAnswer answer = client.Post(
      kPath, Request(R"("prompt":"","image":{"gcsUri":"gs://b/in.jpg"})",
                     R"("storageUri":"gs://b/out","upscaleConfig":{"upscaleFactor":"x4"})"));
  EXPECT_TRUE(answer.TextAt("/predictions/0/gcsUri").starts_with("gs://b/out/"));
  EXPECT_EQ(answer.TextAt("/predictions/0/mimeType"), "image/png");
}

struct BadCase {
  const char* name;
  std::string body;
  const char* path = kPath;
};

class BadUpscaleRequests : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadUpscaleRequests, AreRefusedAsGoogleDoes) {
  SandboxClient client;
  CheckRefusal(client.Post(GetParam().path, GetParam().body));
}

constexpr char kTwice[] = R"("upscaleConfig":{"upscaleFactor":"x2"})";

INSTANTIATE_TEST_SUITE_P(
    Upscale, BadUpscaleRequests,
    ::testing::Values(
        BadCase{"NoImage", Request("", kTwice)},
        BadCase{"NoFactor", Request(Image(), R"("seed":null)")},
        BadCase{"Factor", Request(Image(), R"("upscaleConfig":{"upscaleFactor":"x9"})")},
        BadCase{"SmallerSide", Request(Image(), R"("sampleImageSize":"64")")},
        BadCase{"TooLarge", Request(Image({3000, 2000}), kTwice)},
        BadCase{"NoPicture", Request(R"("image":{"bytesBase64Encoded":"Zm9v"})", kTwice)},
        BadCase{"AtARelay", Request(Image(), kTwice), "/gemini/v1beta/models/m:predict"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace mediagen::testing
