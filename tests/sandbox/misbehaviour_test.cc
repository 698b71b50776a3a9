#include "sandbox/misbehaviour.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "tests/fakes/raw_client.h"
#include "tests/sandbox/sandbox_client.h"
#include "tests/sandbox/tagged_requests.h"

namespace mediagen::testing {
namespace {

using sandbox::AskedMisbehaviour;
using sandbox::Misbehaviour;
using sandbox::WithoutTags;

constexpr char kVeo[] = "veo-3.0-generate-preview";

TEST(Misbehaviours, AreAskedForByTagOrModel) {
  EXPECT_EQ(*AskedMisbehaviour("m", "a cat"), Misbehaviour::kNone);
  EXPECT_EQ(*AskedMisbehaviour("m", "a [sandbox:filter-one] cat"), Misbehaviour::kFilterOne);
  EXPECT_EQ(*AskedMisbehaviour("m", "a cat[sandbox:CUT]"), Misbehaviour::kCut);
  EXPECT_EQ(*AskedMisbehaviour("veo-2.0-generate-001-never-done", "x"), Misbehaviour::kNeverDone);
  EXPECT_EQ(*AskedMisbehaviour("m-500", "x"), Misbehaviour::kServerError);
  EXPECT_EQ(*AskedMisbehaviour("m-500", "[sandbox:429]"), Misbehaviour::kRateLimited);
  EXPECT_EQ(*AskedMisbehaviour("m", "[sandbox:filter-all"), Misbehaviour::kNone);
  EXPECT_EQ(*AskedMisbehaviour("m-openai-billing", "x"), Misbehaviour::kOpenAiBilling);
  EXPECT_EQ(*AskedMisbehaviour("m-billing", "x"), Misbehaviour::kBilling);
  EXPECT_EQ(AskedMisbehaviour("m", "[sandbox:typo]").status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(Misbehaviours, LeaveNoTagInThePicture) {
  EXPECT_EQ(WithoutTags("a cat [sandbox:cut]"), "a cat");
  EXPECT_EQ(WithoutTags("[sandbox:a] b [sandbox:c]"), "b");
  EXPECT_EQ(WithoutTags("a [sandbox:b"), "a [sandbox:b");
}

TEST(Misbehaviours, AnUnknownTagIsRefused) {
  SandboxClient client;
  EXPECT_EQ(client.Predict(Pictures("typo", 1)).http.status, 400);
  EXPECT_EQ(client.Chat(Chat("typo")).http.status, 400);
  EXPECT_EQ(client.StartVideo(Videos("typo", 1), kVeo).http.status, 400);
}

TEST(FilterOne, LeavesOnePictureOut) {
  SandboxClient client;
  EXPECT_EQ(client.Predict(Pictures("filter-one", 3)).At("/predictions").Size(), 2u);
  EXPECT_EQ(client.Predict(Pictures("filter-one", 1)).http.body, "{}");
  JsonAnswer told = client.Predict(Pictures("filter-one", 2, R"(,"includeRaiReason":true)"));
  ASSERT_EQ(told.At("/predictions").Size(), 2u);
  EXPECT_TRUE(told.At("/predictions/0").HasMember("bytesBase64Encoded"));
  EXPECT_NE(told.TextAt("/predictions/1/raiFilteredReason").find("Support codes"),
            std::string::npos);
}

TEST(FilterOne, LeavesOneVideoOut) {
  SandboxClient client;
  JsonAnswer done =
      client.PollUntilDone(client.StartVideo(Videos("filter-one", 2), kVeo).TextAt("/name"));
  EXPECT_EQ(done.At("/response/raiMediaFilteredCount").GetInt(), 1);
  EXPECT_EQ(done.At("/response/raiMediaFilteredReasons").Size(), 1u);
  EXPECT_EQ(done.At("/response/videos").Size(), 1u);
}

TEST(FilterAll, LeavesNothing) {
  SandboxClient client;
  JsonAnswer pictures = client.Predict(Pictures("filter-all", 4));
  EXPECT_EQ(pictures.http.status, 200);
  EXPECT_EQ(pictures.http.body, "{}");
  JsonAnswer chat = client.Chat(Chat("filter-all"));
  EXPECT_EQ(chat.http.status, 200);
  EXPECT_EQ(chat.TextAt("/choices/0/finish_reason"), "content_filter");
  EXPECT_FALSE(chat.At("/choices/0/message").HasMember("multi_mod_content"));
  JsonAnswer video =
      client.PollUntilDone(client.StartVideo(Videos("filter-all", 2), kVeo).TextAt("/name"));
  EXPECT_TRUE(video.At("/done").IsTrue());
  EXPECT_EQ(video.At("/response/raiMediaFilteredCount").GetInt(), 2);
  EXPECT_FALSE(video.At("/response").HasMember("videos"));
}

TEST(ContentMisbehaviours, AreThoseOfTheSurface) {
  SandboxClient client;
  const std::string path = "/v1beta/models/gemini-2.5-flash-image:generateContent";
  JsonAnswer blocked = client.Post(path, Content("blocked"));
  EXPECT_EQ(blocked.http.status, 200);
  EXPECT_EQ(blocked.TextAt("/promptFeedback/blockReason"), "PROHIBITED_CONTENT");
  EXPECT_FALSE(blocked.json.HasMember("candidates"));
  JsonAnswer filtered = client.Post(path, Content("filter-all"));
  EXPECT_EQ(filtered.TextAt("/candidates/0/finishReason"), "IMAGE_SAFETY");
  EXPECT_FALSE(filtered.At("/candidates/0").HasMember("content"));
  JsonAnswer text = client.Post(path, Content("no-media"));
  EXPECT_EQ(text.TextAt("/candidates/0/finishReason"), "STOP");
  EXPECT_EQ(text.At("/candidates/0/content/parts").Size(), 1u);
  JsonAnswer lost = client.Post(path, Content("lost-media"));
  EXPECT_EQ(lost.TextAt("/candidates/0/content/parts/1/inlineData/mimeType"), "image/png");
  EXPECT_FALSE(lost.At("/candidates/0/content/parts/1/inlineData").HasMember("data"));
  EXPECT_GT(lost.At("/usageMetadata/candidatesTokenCount").GetInt(), 1000);
  EXPECT_EQ(client.Post(path, Content("failed")).http.status, 500);
}

TEST(MissingMedia, IsMissingOnEverySurface) {
  SandboxClient client;
  EXPECT_EQ(client.Predict(Pictures("no-media", 1)).http.body, R"({"predictions":[{}]})");
  EXPECT_EQ(client.Predict(Pictures("lost-media", 1)).TextAt("/predictions/0/bytesBase64Encoded"),
            "");
  JsonAnswer text = client.Chat(Chat("no-media"));
  EXPECT_EQ(text.TextAt("/choices/0/message/content"), "You wrote: a cat");
  EXPECT_FALSE(text.At("/choices/0/message").HasMember("multi_mod_content"));
  JsonAnswer lost = client.Chat(Chat("lost-media"));
  EXPECT_EQ(lost.TextAt("/choices/0/message/content"), "");
  EXPECT_EQ(lost.At("/usage/completion_tokens").GetInt(), 1290);
}

TEST(VideoMisbehaviours, ShowInThePolls) {
  SandboxClient client;
  const auto end = [&](const char* tag) {
    return client.PollUntilDone(client.StartVideo(Videos(tag, 1), kVeo).TextAt("/name"));
  };
  JsonAnswer failed = end("failed");
  EXPECT_TRUE(failed.At("/done").IsTrue());
  EXPECT_EQ(failed.At("/error/code").GetInt(), 13);
  EXPECT_FALSE(failed.json.HasMember("response"));
  JsonAnswer empty = end("no-media");
  EXPECT_EQ(empty.At("/response").MemberCount(), 1u);
  JsonAnswer lost = end("lost-media");
  EXPECT_TRUE(lost.At("/done").IsTrue());
  EXPECT_FALSE(lost.json.HasMember("response"));
  const std::string name = client.StartVideo(Videos("renamed", 1), kVeo).TextAt("/name");
  JsonAnswer renamed = client.Get("/gemini/v1beta/" + name);
  EXPECT_NE(renamed.TextAt("/name"), name);
  EXPECT_EQ(client.Get("/gemini/v1beta/" + renamed.TextAt("/name")).http.status, 404);
}

TEST(BadBase64, EndsTheFirstMedia) {
  SandboxClient client;
  const std::string bad =
      client.Predict(Pictures("bad-base64", 1)).TextAt("/predictions/0/bytesBase64Encoded");
  const std::string good = client
                               .Predict(R"({"instances":[{"prompt":"a cat"}],)"
                                        R"("parameters":{"sampleCount":1}})")
                               .TextAt("/predictions/0/bytesBase64Encoded");
  EXPECT_TRUE(bad == good + "*");
}

TEST(Slow, ComesLate) {
  sandbox::SandboxOptions options = SandboxClient::FastOptions();
  options.slow_answer = std::chrono::milliseconds(60);
  SandboxClient client(options);
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(client.Predict(Pictures("slow", 1)).At("/predictions").Size(), 1u);
  EXPECT_GE(std::chrono::steady_clock::now() - before, options.slow_answer);
}

TEST(Stall, SaysHalfAndKeepsTheConnection) {
  auto client = std::make_unique<SandboxClient>();
  RawClient waiting(client->port());
  const std::string body = Chat("stall");
  ASSERT_TRUE(waiting.Send("POST /chat/completions HTTP/1.1\r\nContent-Length: " +
                           std::to_string(body.size()) + "\r\n\r\n" + body));
  std::string seen = waiting.ReadUntil("\r\n\r\n");
  while (seen.size() < 100'000) {
    const std::string some = waiting.ReadSome();
    ASSERT_NE(some, "");
    seen += some;
  }
  client.reset();
  seen += waiting.ReadToEnd();
  EXPECT_NE(seen.find("\"inline_data\":{\"data\":\"iVBOR"), std::string::npos);
  EXPECT_EQ(seen.find("mime_type"), std::string::npos);
}

TEST(Cut, EndsInTheMiddleOfTheBase64) {
  SandboxClient client;
  Fetched picture = client.Predict(Pictures("cut", 1)).http;
  Fetched chat = client.Chat(Chat("cut")).http;
  Fetched video =
      client.PollUntilDone(client.StartVideo(Videos("cut", 1), kVeo).TextAt("/name")).http;
  for (const Fetched* fetched : {&picture, &chat, &video}) {
    EXPECT_EQ(fetched->status, 200);
    EXPECT_EQ(fetched->result, CURLE_PARTIAL_FILE);
    EXPECT_GT(fetched->body.size(), 10'000u);
    EXPECT_EQ(fetched->body.substr(fetched->body.size() - 100).find_first_of("\"{}, "),
              std::string::npos);
  }
  EXPECT_EQ(client.LedgerCount(), 3);
}

TEST(NeverDone, KeepsAVideoPending) {
  SandboxClient client;
  const std::string name = client.StartVideo(Videos("never-done", 1), kVeo).TextAt("/name");
  for (int poll = 0; poll < 3; ++poll) {
    EXPECT_FALSE(client.Get("/gemini/v1beta/" + name).json.HasMember("done"));
  }
}

TEST(NeverDone, NeverAnswersAPictureButCountsIt) {
  SandboxClient client;
  RawClient waiting(client.port());
  const std::string body = Pictures("never-done", 1);
  ASSERT_TRUE(waiting.Send("POST /gemini/v1/models/m:predict HTTP/1.1\r\nContent-Length: " +
                           std::to_string(body.size()) + "\r\n\r\n" + body));
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (client.LedgerCount() == 0 && std::chrono::steady_clock::now() < limit) {
  }
  EXPECT_EQ(client.LedgerCount(), 1);
}

}  // namespace
}  // namespace mediagen::testing
