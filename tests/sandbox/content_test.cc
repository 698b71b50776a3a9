#include <gtest/gtest.h>

#include <string>

#include "sandbox/base64.h"
#include "sandbox/picture_codec.h"
#include "tests/sandbox/answer_check.h"
#include "tests/sandbox/sandbox_client.h"

namespace mediagen::testing {
namespace {

constexpr char kPicture[] = "/candidates/0/content/parts/0/inlineData/data";
constexpr char kModel[] = "gemini-2.5-flash-image";

std::string Path(const std::string& model, const std::string& verb = "generateContent") {
  return "/gemini/v1beta/models/" + model + ":" + verb;
}

std::string VertexPath(const std::string& model) {
  return "/v1/projects/p/locations/global/publishers/google/models/" + model + ":generateContent";
}

// A user's turn with these parts, and a configuration that wants nothing but a picture.
std::string Request(const std::string& parts, const std::string& config = "") {
  return R"({"contents":[{"role":"user","parts":[)" + parts +
         R"(]}],"generationConfig":{"responseModalities":["IMAGE"])" + config + "}}";
}

std::string ImageConfig(const std::string& members) {
  return Request(R"({"text":"a cat"})", R"(,"imageConfig":{)" + members + "}");
}

// A part with a plain picture of that colour.
std::string Plain(sandbox::Color color) {
  const sandbox::Canvas canvas({200, 100});
  sandbox::SetColor(canvas.pen(), color);
  cairo_paint(canvas.pen());
  return R"({"inlineData":{"mimeType":"image/png","data":")" +
         sandbox::EncodeBase64(sandbox::EncodePng(canvas)) + R"("}})";
}

std::optional<sandbox::Canvas> PictureOf(const JsonAnswer& answer, const char* pointer = kPicture) {
  return sandbox::DecodePicture(answer.BytesAt(pointer));
}

TEST(Content, FollowsRatioAndSize) {
  SandboxClient client;
  const auto picture = PictureOf(client.Post(
      Path(kModel), ImageConfig(R"("aspect_ratio":"9:16","aspectRatio":null,"imageSize":"512")")));
  ASSERT_TRUE(picture.has_value());
  EXPECT_EQ(picture->width(), 384);
  EXPECT_EQ(picture->height(), 672);
}

TEST(Content, CountsWhatComesAndGoes) {
  SandboxClient client;
  JsonAnswer answer = client.Post(
      Path(kModel), R"({"contents":[{"parts":[{"text":"a cat"},)" + Plain({1, 0, 0}) + "]}]}");
  EXPECT_EQ(answer.TextAt("/candidates/0/content/parts/0/text"), "Here is your edit: a cat");
  EXPECT_EQ(answer.TextAt("/candidates/0/finishReason"), "STOP");
  EXPECT_EQ(answer.At("/usageMetadata/promptTokensDetails/1/tokenCount").GetInt(), 258);
  EXPECT_EQ(answer.TextAt("/usageMetadata/candidatesTokensDetails/1/modality"), "IMAGE");
  EXPECT_EQ(answer.At("/usageMetadata/candidatesTokensDetails/1/tokenCount").GetInt(), 1290);
  EXPECT_EQ(answer.At("/usageMetadata/totalTokenCount").GetInt(),
            answer.At("/usageMetadata/promptTokenCount").GetInt() +
                answer.At("/usageMetadata/candidatesTokenCount").GetInt());
  EXPECT_EQ(answer.TextAt("/modelVersion"), kModel);
  EXPECT_EQ(client.LedgerCount(), 1);
}

struct ModalityCase {
  const char* name;
  const char* model;
  const char* config;
  bool picture;
};

class ContentModalities : public ::testing::TestWithParam<ModalityCase> {};

TEST_P(ContentModalities, SayWhetherAPictureComes) {
  SandboxClient client;
  JsonAnswer answer =
      client.Post(Path(GetParam().model), R"({"contents":[{"parts":[{"text":"a cat"}]}])" +
                                              std::string(GetParam().config) + "}");
  EXPECT_EQ(answer.http.body.find("inlineData") != std::string::npos, GetParam().picture);
  EXPECT_EQ(answer.At("/candidates/0/content/parts").Size(), GetParam().picture ? 2u : 1u);
}

INSTANTIATE_TEST_SUITE_P(
    Content, ContentModalities,
    ::testing::Values(
        ModalityCase{"Unasked", kModel, "", true},
        ModalityCase{"UnaskedOfAnEarlyOne", "gemini-2.0-flash-preview-image-generation", "", false},
        ModalityCase{"UnaskedOfATextModel", "gemini-2.5-flash", "", false},
        ModalityCase{"TextOnly", kModel, R"(,"generationConfig":{"responseModalities":["TEXT"]})",
                     false},
        ModalityCase{"Both", "gemini-2.0-flash-preview-image-generation",
                     R"(,"generationConfig":{"responseModalities":["text","Image"]})", true}),
    [](const auto& info) { return info.param.name; });

TEST(Content, ThinksAloudWithGemini3) {
  SandboxClient client;
  JsonAnswer answer = client.Post(Path("gemini-3-pro-image"), Request(R"({"text":"a cat"})"));
  const rapidjson::Value& parts = answer.At("/candidates/0/content/parts");
  ASSERT_EQ(parts.Size(), 3u);
  EXPECT_TRUE(parts[0]["thought"].IsTrue());
  EXPECT_TRUE(parts[1]["thought"].IsTrue());
  EXPECT_TRUE(parts[1].HasMember("inlineData"));
  EXPECT_FALSE(parts[2].HasMember("thought"));
  EXPECT_NE(answer.TextAt("/candidates/0/content/parts/2/thoughtSignature"), "");
  EXPECT_GT(answer.At("/usageMetadata/thoughtsTokenCount").GetInt(), 0);
  answer =
      client.Post(Path("gemini-3-pro-image"),
                  Request(R"({"text":"a cat"})", R"(,"thinkingConfig":{"includeThoughts":false})"));
  EXPECT_EQ(answer.At("/candidates/0/content/parts").Size(), 1u);
}

TEST(Content, EditsWhatItIsGiven) {
  SandboxClient client;
  // As wide as its source, and still as red above the caption.
  const auto edit = PictureOf(
      client.Post(Path(kModel), Request(R"({"text":"brighter"},)" + Plain({0.9, 0.1, 0.1}))));
  ASSERT_TRUE(edit.has_value());
  EXPECT_NEAR(edit->width(), 2 * edit->height(), 2);
  const uint8_t* pixel = edit->row(edit->height() / 4) + 4 * (edit->width() / 4);
  EXPECT_GT(pixel[2], 2 * pixel[0]);
  EXPECT_GT(pixel[2], 2 * pixel[1]);
}

TEST(Content, EditsAsConfigured) {
  sandbox::SandboxOptions options = SandboxClient::FastOptions();
  options.edits_as_png = true;
  SandboxClient client(options);
  JsonAnswer answer = client.Post(Path(kModel), Request(R"({"text":"x"},)" + Plain({1, 1, 1})));
  EXPECT_EQ(answer.TextAt("/candidates/0/content/parts/0/inlineData/mimeType"), "image/png");
}

TEST(Content, PutsSeveralPicturesTogether) {
  SandboxClient client;
  const auto edit = PictureOf(client.Post(
      Path(kModel), Request(Plain({1, 0, 0}) + "," + Plain({0, 0, 1}) + R"(,{"text":"merge"})")));
  ASSERT_TRUE(edit.has_value());
  const uint8_t* left = edit->row(edit->height() / 4) + 4 * (edit->width() / 4);
  const uint8_t* right = edit->row(edit->height() / 4) + 4 * (edit->width() * 3 / 4);
  EXPECT_GT(left[2], left[0]);
  EXPECT_GT(right[0], right[2]);
}

TEST(Content, GoesOnWithThePictureOfTheTurnBefore) {
  SandboxClient client;
  JsonAnswer answer = client.Post(
      Path(kModel),
      R"({"contents":[{"role":"user","parts":[{"text":"a cube"}]},{"role":"model","parts":[)"
      R"({"thought":true,"inlineData":{"mimeType":"image/png","data":"Zm9v"}}]}]})");
  EXPECT_EQ(answer.http.status, 400);  // Also a draft must be a picture.
  answer = client.Post(Path(kModel),
                       R"({"contents":[{"role":"user","parts":[{"text":"a cube"}]},)"
                       R"({"role":"model","parts":[{"text":"Here "}]},{"role":"model","parts":[)" +
                           Plain({0, 0.8, 0}) +
                           R"(]},{"role":"model","parts":[{"text":""}]},)"
                           R"({"role":"user","parts":[{"text":"now blue"}]}]})");
  EXPECT_EQ(answer.TextAt("/candidates/0/content/parts/0/text"), "Here is your edit: now blue");
  EXPECT_EQ(answer.TextAt("/candidates/0/content/parts/1/inlineData/mimeType"), "image/jpeg");
}

TEST(Content, StreamsEventsOrAnArray) {
  SandboxClient client;
  const std::string stream = Path(kModel, "streamGenerateContent");
  const std::string body = R"({"contents":[{"parts":[{"text":"a cat"}]}]})";
  JsonAnswer events = client.Post(stream + "?alt=sse", body);
  CheckContentStream(events, WireRequest());
  const auto objects = EventsOf(events);
  JsonAnswer array = client.Post(stream, body);
  EXPECT_TRUE(array.http.Header("content-type").starts_with("application/json"));
  ASSERT_TRUE(array.json.IsArray());
  ASSERT_EQ(array.json.Size(), objects.size());
  for (rapidjson::SizeType i = 0; i < array.json.Size(); ++i) EXPECT_EQ(array.json[i], objects[i]);
}

TEST(Content, EncodesAsVertexIsAsked) {
  SandboxClient client;
  const std::string body =
      ImageConfig(R"("imageOutputOptions":{"mimeType":"image/jpeg","compressionQuality":30})");
  EXPECT_EQ(client.Post(VertexPath(kModel), body)
                .TextAt("/candidates/0/content/parts/0/inlineData/mimeType"),
            "image/jpeg");
  EXPECT_EQ(client.Post(Path(kModel), body).http.status, 400);
}

TEST(Content, HasAStandInForAFile) {
  SandboxClient client;
  const std::string body = Request(
      R"({"fileData":{"fileUri":"gs://b/cat.png","mimeType":"image/png"}},{"text":"night"})");
  EXPECT_TRUE(PictureOf(client.Post(VertexPath(kModel), body)).has_value());
  EXPECT_EQ(client.Post(Path(kModel), body).http.status, 400);
}

struct BadCase {
  const char* name;
  std::string body;
};

class BadContentRequests : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadContentRequests, AreRefusedAsGoogleDoes) {
  SandboxClient client;
  CheckRefusal(client.Post(Path("gemini-nano-banana-2.1"), GetParam().body));
}

std::string Repeated(const std::string& part, int count) {
  std::string parts = part;
  for (int i = 1; i < count; ++i) parts += "," + part;
  return parts;
}

INSTANTIATE_TEST_SUITE_P(
    Content, BadContentRequests,
    ::testing::Values(
        BadCase{"NoJson", "["}, BadCase{"NoContents", "{}"},
        BadCase{"Nothing", R"({"contents":[{"parts":[]}]})"},
        BadCase{"Base64", Request(R"({"inlineData":{"mimeType":"image/png","data":"?"}})")},
        BadCase{"NoPicture", Request(R"({"inlineData":{"mimeType":"image/png","data":"Zm9v"}})")},
        BadCase{"TooMany", Request(Repeated(Plain({1, 1, 1}), 15))},
        BadCase{"Ratio", ImageConfig(R"("aspectRatio":"7:3")")},
        BadCase{"Size", ImageConfig(R"("imageSize":"8K")")},
        BadCase{"SmallSize", ImageConfig(R"("imageSize":"512")")}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace mediagen::testing
