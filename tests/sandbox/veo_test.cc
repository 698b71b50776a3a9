#include <gtest/gtest.h>

#include <string>

#include "sandbox/base64.h"
#include "sandbox/picture_codec.h"
#include "tests/sandbox/sandbox_client.h"
#include "tests/sandbox/video_probe.h"

namespace mediagen::testing {
namespace {

constexpr char kVeo3[] = "veo-3.0-generate-preview";
constexpr char kVeo2[] = "veo-2.0-generate-001";
constexpr char kFirstVideo[] = "/response/videos/0/bytesBase64Encoded";

std::string Request(const std::string& parameters, const std::string& instance = "") {
  return R"({"instances":[{"prompt":"a boat")" + instance +
         R"(}],"parameters":{"durationSeconds":1)" + parameters + "}}";
}

sandbox::SandboxOptions AllInline() {
  sandbox::SandboxOptions options = SandboxClient::FastOptions();
  options.veo.veo2_result = sandbox::VeoResult::kInline;
  return options;
}

TEST(Veo, MakesAVideoWithinAFewPolls) {
  SandboxClient client;
  JsonAnswer started = client.StartVideo(Request(""), kVeo3);
  EXPECT_EQ(started.http.status, 200);
  const std::string name = started.TextAt("/name");
  EXPECT_TRUE(name.starts_with("models/veo-3.0-generate-preview/operations/"));
  EXPECT_EQ(started.json.MemberCount(), 1u);
  JsonAnswer done = client.PollUntilDone(name);
  EXPECT_TRUE(done.At("/done").IsTrue());
  EXPECT_EQ(done.TextAt("/name"), name);
  EXPECT_EQ(done.At("/response/raiMediaFilteredCount").GetInt(), 0);
  ASSERT_EQ(done.At("/response/videos").Size(), 1u);
  EXPECT_EQ(done.TextAt("/response/videos/0/mimeType"), "video/mp4");
  const VideoFacts facts = ProbeVideo(done.BytesAt(kFirstVideo));
  EXPECT_EQ(facts.codec, "h264");
  EXPECT_EQ(facts.size.width, 1280);
  EXPECT_EQ(facts.size.height, 720);
  EXPECT_EQ(facts.frames, 24);
}

TEST(Veo, IsNotDoneBeforeItsTime) {
  sandbox::SandboxOptions options;
  options.veo.time_to_done = std::chrono::hours(1);
  SandboxClient client(options);
  const std::string name = client.StartVideo(Request(""), kVeo3).TextAt("/name");
  JsonAnswer pending = client.Get("/gemini/v1/" + name);
  EXPECT_EQ(pending.http.body, R"({"name":")" + name + R"("})");
}

TEST(Veo, TakesBothNamesOfTheCountAndTheRatio) {
  SandboxClient client(AllInline());
  for (const char* count : {R"(,"sampleCount":2.0)", R"(,"number_of_videos":2)", ""}) {
    JsonAnswer started =
        client.StartVideo(Request(std::string(count) + R"(,"aspectRatio":"9:16")"), kVeo2);
    JsonAnswer done = client.PollUntilDone(started.TextAt("/name"));
    ASSERT_EQ(done.At("/response/videos").Size(), 2u) << count;
    EXPECT_NE(done.TextAt(kFirstVideo), done.TextAt("/response/videos/1/bytesBase64Encoded"));
  }
}

TEST(Veo, StartsFromAPicture) {
  SandboxClient client(AllInline());
  const sandbox::Canvas blue({64, 36});
  sandbox::SetColor(blue.pen(), {0.1, 0.2, 0.8});
  cairo_paint(blue.pen());
  std::string picture = sandbox::EncodeBase64(sandbox::EncodePng(blue));
  for (char& c : picture) c = c == '+' ? '-' : c == '/' ? '_' : c;
  JsonAnswer started = client.StartVideo(
      Request("", R"(,"image":{"bytes_base64_encoded":")" + picture + R"("})"), kVeo2);
  EXPECT_EQ(started.http.status, 200);
  JsonAnswer done = client.PollUntilDone(started.TextAt("/name"));
  const VideoFacts facts = ProbeVideo(done.BytesAt(kFirstVideo));
  EXPECT_NEAR(facts.first_pixel[2], 0.8 * 255, 15);
  EXPECT_LT(facts.first_pixel[0], 60);
}

TEST(Veo, PadsItsVideos) {
  sandbox::SandboxOptions options = SandboxClient::FastOptions();
  options.video_bytes = 3'000'000;
  SandboxClient client(options);
  JsonAnswer done = client.PollUntilDone(client.StartVideo(Request(""), kVeo3).TextAt("/name"));
  const std::string video = done.BytesAt(kFirstVideo);
  EXPECT_EQ(video.size(), 3'000'000u);
  EXPECT_EQ(ProbeVideo(video).frames, 24);
}

TEST(Veo, ServesVeo2AsAFile) {
  SandboxClient client;
  JsonAnswer done = client.PollUntilDone(
      client.StartVideo(Request(R"(,"sampleCount":1)"), kVeo2).TextAt("/name"));
  const std::string uri =
      done.TextAt("/response/generateVideoResponse/generatedSamples/0/video/uri");
  EXPECT_TRUE(uri.starts_with("https://"));
  const size_t at = uri.find("/files/");
  ASSERT_NE(at, std::string::npos);
  Fetched file = client.Get("/gemini/v1beta" + uri.substr(at)).http;
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.Header("content-type"), "video/mp4");
  EXPECT_EQ(ProbeVideo(file.body).frames, 24);
  EXPECT_EQ(client.Get("/gemini/v1/files/0123456789abcdef0:download").http.status, 404);
  EXPECT_EQ(client.Get("/gemini/v1/files/x:download").http.status, 404);
  // Veo 3 stays as it is.
  done = client.PollUntilDone(client.StartVideo(Request(""), kVeo3).TextAt("/name"));
  EXPECT_EQ(done.At("/response/videos").Size(), 1u);
}

constexpr char kVertexModel[] =
    "projects/p/locations/global/publishers/google/models/veo-3.0-generate-001";

JsonAnswer Fetch(SandboxClient& client, const std::string& model, const std::string& name) {
  return client.Post("/v1/" + model + ":fetchPredictOperation",
                     R"({"operationName":")" + name + R"("})");
}

TEST(VertexVeo, IsFetchedByItsName) {
  SandboxClient client;
  const std::string model = kVertexModel;
  const std::string name =
      client.Post("/v1/" + model + ":predictLongRunning", Request(R"(,"seed":4294967295)"))
          .TextAt("/name");
  ASSERT_TRUE(name.starts_with(model + "/operations/"));
  JsonAnswer done = client.Until([&] { return Fetch(client, model, name); }, "/done");
  EXPECT_EQ(done.TextAt("/name"), name);
  EXPECT_EQ(ProbeVideo(done.BytesAt(kFirstVideo)).frames, 24);
  EXPECT_EQ(Fetch(client, model, name + "0").http.status, 404);
  EXPECT_EQ(Fetch(client, model, "models/x/operations/1").http.status, 400);
  EXPECT_EQ(client.Get("/v1/" + name).http.status, 404);
  EXPECT_EQ(client.LedgerCount(), 1);
}

TEST(VertexVeo, GivesAnExpressKeyAProject) {
  SandboxClient client;
  const std::string name =
      client
          .Post("/v1beta1/publishers/google/models/veo-3.0-generate-001:predictLongRunning",
                Request(""))
          .TextAt("/name");
  ASSERT_TRUE(name.starts_with("projects/"));
  EXPECT_EQ(Fetch(client, name.substr(0, name.find("/operations/")), name).TextAt("/name"), name);
}

TEST(VertexVeo, LeavesVideosInTheBucket) {
  SandboxClient client;
  const std::string model = kVertexModel;
  const std::string start = "/v1/" + model + ":predictLongRunning";
  const std::string body = Request(R"(,"sampleCount":2,"storageUri":"gs://b/out")",
                                   R"(,"lastFrame":{"gcsUri":"gs://b/in.png"})");
  JsonAnswer done = Fetch(client, model, client.Post(start, body).TextAt("/name"));
  ASSERT_EQ(done.At("/response/videos").Size(), 2u);
  EXPECT_TRUE(done.TextAt("/response/videos/1/gcsUri").starts_with("gs://b/out/"));
  EXPECT_FALSE(done.At("/response/videos/1").HasMember("bytesBase64Encoded"));
  EXPECT_EQ(client.StartVideo(body, kVeo3).http.status, 400);
}

TEST(GeminiVeo, GivesFiles) {
  SandboxClient client;
  const std::string name =
      client.Post("/v1beta/models/veo-3.0-generate-001:predictLongRunning", Request(""))
          .TextAt("/name");
  JsonAnswer done = client.Until([&] { return client.Get("/v1/" + name); }, "/done");
  const std::string uri =
      done.TextAt("/response/generateVideoResponse/generatedSamples/0/video/uri");
  Fetched file = client.Get("/v1beta" + uri.substr(uri.find("/files/"))).http;
  EXPECT_EQ(ProbeVideo(file.body).frames, 24);
}

TEST(Veo, GoesOnFromAVideoWithoutAPrompt) {
  SandboxClient client;
  JsonAnswer started = client.Post(
      std::string("/v1/") + kVertexModel + ":predictLongRunning",
      R"({"instances":[{"video":{"gcsUri":"gs://b/v.mp4"}}],"parameters":{"durationSeconds":1}})");
  EXPECT_EQ(started.http.status, 200);
}

TEST(Veo, DoesNotKnowEveryOperation) {
  SandboxClient client;
  const std::string name = client.StartVideo(Request(""), kVeo3).TextAt("/name");
  const std::string id = name.substr(name.rfind('/') + 1);
  for (const std::string& other :
       {std::string("models/veo-3.0-generate-preview/operations/0"), "models/x/operations/" + id}) {
    JsonAnswer answer = client.Get("/gemini/v1beta/" + other);
    EXPECT_EQ(answer.http.status, 404);
    EXPECT_EQ(answer.TextAt("/error/status"), "NOT_FOUND");
  }
}

struct BadCase {
  const char* name;
  std::string body;
};

class BadVeoRequests : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadVeoRequests, AreRefusedAsGoogleDoes) {
  SandboxClient client;
  JsonAnswer answer = client.StartVideo(GetParam().body, kVeo3);
  EXPECT_EQ(answer.http.status, 400);
  EXPECT_EQ(answer.TextAt("/error/status"), "INVALID_ARGUMENT");
}

INSTANTIATE_TEST_SUITE_P(
    Veo, BadVeoRequests,
    ::testing::Values(
        BadCase{"NoJson", ""}, BadCase{"NoPrompt", R"({"instances":[{"image":{}}]})"},
        BadCase{"Count", Request(R"(,"sampleCount":5)")},
        BadCase{"Ratio", Request(R"(,"aspectRatio":"7:3")")},
        BadCase{"Seconds", R"({"instances":[{"prompt":"x"}],"parameters":{"durationSeconds":0}})"},
        BadCase{"Base64", Request("", R"(,"image":{"bytesBase64Encoded":"?"})")},
        BadCase{"Picture", Request("", R"(,"image":{"bytesBase64Encoded":"Zm9v"})")},
        BadCase{"LastFrame", Request("", R"(,"lastFrame":{"bytesBase64Encoded":"Zm9v"})")},
        BadCase{"Reference",
                Request("", R"(,"referenceImages":[{"image":{"bytesBase64Encoded":"?"}}])")},
        BadCase{"Video", Request("", R"(,"video":{"encodedVideo":"?"})")},
        BadCase{"Seed", Request(R"(,"seed":-1)")},
        BadCase{"Bucket", Request("", R"(,"image":{"gcsUri":"gs://a/b"})")}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace mediagen::testing
