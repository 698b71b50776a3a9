// Videos that a chat asks for.

#include <gtest/gtest.h>

#include <string>

#include "sandbox/base64.h"
#include "sandbox/picture_codec.h"
#include "sandbox/text.h"
#include "tests/fakes/raw_client.h"
#include "tests/sandbox/answer_check.h"
#include "tests/sandbox/sandbox_client.h"
#include "tests/sandbox/video_probe.h"

namespace mediagen::testing {
namespace {

constexpr char kContent[] = "/choices/0/message/content";

std::string Request(const std::string& text, const std::string& more = "") {
  return R"({"model":"veo-3","messages":[{"role":"user","content":")" + text + R"("}])" + more +
         "}";
}

std::string TaskOf(const std::string& text) {
  const std::string label = "Task ID: `";
  const size_t at = text.find(label);
  return at == std::string::npos ? "" : text.substr(at + label.size(), 36);
}

TEST(ReverseVideo, LinksToWhatItMade) {
  SandboxClient client;
  JsonAnswer answer = client.Chat(Request(R"(a \"small\" boat)"));
  const std::string text = answer.TextAt(kContent);
  EXPECT_NE(text.find(R"("prompt": "a \"small\" boat)"), std::string::npos) << text;
  EXPECT_EQ(answer.TextAt("/choices/0/finish_reason"), "stop");
  EXPECT_TRUE(answer.At("/usage/total_tokens").IsInt());
  const std::string task = TaskOf(text);
  JsonAnswer source = client.Get("/source/" + task);
  EXPECT_TRUE(source.At("/running").IsFalse());
  EXPECT_EQ(source.TextAt("/status"), "completed");
  const std::string file = client.base_url() + "/cdn/download/" + task + ".mp4";
  EXPECT_EQ(source.TextAt("/upsample_video_url"), file);
  EXPECT_NE(text.find("(" + file + ")"), std::string::npos) << text;
  Fetched video = client.Get("/cdn/download/" + task + ".mp4").http;
  EXPECT_EQ(video.Header("content-type"), "video/mp4");
  EXPECT_EQ(ProbeVideo(video.body).frames, 8 * 24);
  Fetched page = client.Get("/web/" + task).http;
  EXPECT_NE(page.body.find(source.TextAt("/video_url")), std::string::npos);
  EXPECT_EQ(client.LedgerCount(), 1);
}

TEST(ReverseVideo, StartsFromAPicture) {
  SandboxClient client;
  const sandbox::Canvas blue({64, 36});
  sandbox::SetColor(blue.pen(), {0.1, 0.2, 0.8});
  cairo_paint(blue.pen());
  JsonAnswer answer = client.Chat(
      R"({"model":"veo-3","messages":[{"role":"user","content":[{"type":"text","text":"go"},)"
      R"({"type":"image_url","image_url":{"url":"data:image/png;base64,)" +
      sandbox::EncodeBase64(sandbox::EncodePng(blue)) + R"("}}]}]})");
  const std::string task = TaskOf(answer.TextAt(kContent));
  const VideoFacts facts = ProbeVideo(client.Get("/cdn/" + task + ".mp4").http.body);
  EXPECT_NEAR(facts.first_pixel[2], 0.8 * 255, 15);
  EXPECT_LT(facts.first_pixel[0], 60);
}

TEST(ReverseVideo, TellsOfItsProgressInAStream) {
  SandboxClient client;
  JsonAnswer answer =
      client.Chat(Request("a boat", R"(,"stream":true,"stream_options":{"include_usage":true})"));
  EXPECT_TRUE(answer.http.body.ends_with("data: [DONE]\n\n"));
  const auto events = EventsOf(answer);
  ASSERT_GT(events.size(), 5u);
  EXPECT_STREQ(events[0]["choices"][0]["delta"]["role"].GetString(), "assistant");
  EXPECT_STREQ(events[2]["choices"][0]["delta"]["content"].GetString(), ".");
  EXPECT_TRUE(events.back()["choices"].Empty());
  EXPECT_GT(events.back()["usage"]["completion_tokens"].GetInt(), 0);
}

struct EndCase {
  const char* tag;
  const char* status;
  const char* said;  // "": no word of an end.
};

class ReverseEnds : public ::testing::TestWithParam<EndCase> {};

TEST_P(ReverseEnds, AreTold) {
  SandboxClient client;
  JsonAnswer answer = client.Chat(Request("a boat [sandbox:" + std::string(GetParam().tag) + "]"));
  EXPECT_EQ(answer.http.status, 200);
  const std::string text = answer.TextAt(kContent);
  EXPECT_EQ(text.find(".mp4"), std::string::npos);
  EXPECT_EQ(text.find("\xE2\x9D\x8C") != std::string::npos, std::string(GetParam().said) != "");
  EXPECT_NE(text.find(GetParam().said), std::string::npos);
  const std::string task = TaskOf(text);
  EXPECT_EQ(client.Get("/source/" + task).TextAt("/status"), GetParam().status);
  EXPECT_EQ(client.Get("/cdn/" + task + ".mp4").http.status,
            std::string(GetParam().status) == "completed" ? 200 : 404);
}

INSTANTIATE_TEST_SUITE_P(Sandbox, ReverseEnds,
                         ::testing::Values(EndCase{"filter-all", "failed",
                                                   "PUBLIC_ERROR_UNSAFE_GENERATION"},
                                           EndCase{"failed", "failed", "PUBLIC_ERROR_HIGH_TRAFFIC"},
                                           EndCase{"no-media", "completed", ""}),
                         [](const auto& info) {
                           std::string name = info.param.tag;
                           std::erase(name, '-');
                           return name;
                         });

TEST(ReverseVideo, GoesOnWhenItsStreamIsCut) {
  SandboxClient client;
  JsonAnswer answer = client.Chat(Request("a boat [sandbox:cut]", R"(,"stream":true)"));
  EXPECT_NE(answer.http.result, CURLE_OK);
  EXPECT_EQ(answer.http.body.find("[DONE]"), std::string::npos);
  const std::string task = TaskOf(answer.http.body);
  JsonAnswer source = client.Until([&] { return client.Get("/source/" + task); }, "/video_url");
  EXPECT_EQ(source.TextAt("/status"), "completed");
}

TEST(ReverseVideo, MayNeverEnd) {
  SandboxClient client;
  RawClient waiting(client.port());
  const std::string body = Request("[sandbox:never-done] a boat", R"(,"stream":true)");
  ASSERT_TRUE(waiting.Send("POST /chat/completions HTTP/1.1\r\nHost: a.b:1\r\nContent-Length: " +
                           std::to_string(body.size()) + "\r\n\r\n" + body));
  std::string seen;
  const std::string dot = R"("content":".")";
  for (size_t dots = 0; dots < 3 && seen.size() < 100'000;) {
    const std::string some = waiting.ReadSome();
    ASSERT_NE(some, "");
    seen += some;
    dots = http::Split(seen, dot).size() - 1;
  }
  // The host is the caller's own word for this sandbox.
  EXPECT_NE(seen.find("(http://a.b:1/source/"), std::string::npos) << seen;
  JsonAnswer source = client.Get("/source/" + TaskOf(seen));
  EXPECT_TRUE(source.At("/running").IsTrue());
  EXPECT_FALSE(source.json.HasMember("video_url"));
  EXPECT_EQ(client.Get("/source/nothing").http.status, 404);
}

}  // namespace
}  // namespace mediagen::testing
