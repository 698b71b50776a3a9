#include "sandbox/misbehaviour.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/fakes/raw_client.h"
#include "tests/sandbox/sandbox_client.h"

namespace mediagen::testing {
namespace {

using sandbox::AskedMisbehaviour;
using sandbox::Misbehaviour;
using sandbox::WithoutTags;

constexpr char kVeo[] = "veo-3.0-generate-preview";

std::string Pictures(const std::string& tag, int count, const std::string& more = "") {
  return R"({"instances":[{"prompt":"a cat [sandbox:)" + tag +
         R"(]"}],"parameters":{"sampleCount":)" + std::to_string(count) + more + "}}";
}

std::string Videos(const std::string& tag, int count) {
  return Pictures(tag, count, R"(,"durationSeconds":1)");
}

std::string Chat(const std::string& tag) {
  return R"({"model":"m","modalities":["image"],"messages":[{"role":"user","content":"[sandbox:)" +
         tag + R"(] a cat"}]})";
}

TEST(Misbehaviours, AreAskedForByTagOrModel) {
  EXPECT_EQ(*AskedMisbehaviour("m", "a cat"), Misbehaviour::kNone);
  EXPECT_EQ(*AskedMisbehaviour("m", "a [sandbox:filter-one] cat"), Misbehaviour::kFilterOne);
  EXPECT_EQ(*AskedMisbehaviour("m", "a cat[sandbox:CUT]"), Misbehaviour::kCut);
  EXPECT_EQ(*AskedMisbehaviour("veo-2.0-generate-001-never-done", "x"), Misbehaviour::kNeverDone);
  EXPECT_EQ(*AskedMisbehaviour("m-500", "x"), Misbehaviour::kServerError);
  EXPECT_EQ(*AskedMisbehaviour("m-500", "[sandbox:429]"), Misbehaviour::kRateLimited);
  EXPECT_EQ(*AskedMisbehaviour("m", "[sandbox:filter-all"), Misbehaviour::kNone);
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

TEST(Refusals, ComeWithTheirStatus) {
  SandboxClient client;
  for (const char* tag : {"429", "500"}) {
    const std::string status = std::string(tag) == "429" ? "RESOURCE_EXHAUSTED" : "INTERNAL";
    JsonAnswer picture = client.Predict(Pictures(tag, 1));
    JsonAnswer video = client.StartVideo(Videos(tag, 1), kVeo);
    JsonAnswer chat = client.Chat(Chat(tag));
    EXPECT_EQ(picture.TextAt("/error/status"), status);
    EXPECT_EQ(video.TextAt("/error/status"), status);
    EXPECT_NE(chat.TextAt("/error/message"), "");
    for (const JsonAnswer* answer : {&picture, &video, &chat}) {
      EXPECT_EQ(std::to_string(answer->http.status), tag);
      EXPECT_EQ(answer->http.Header("Retry-After"), std::string(tag) == "429" ? "7" : "");
    }
  }
  EXPECT_EQ(client.LedgerCount(), 6);
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
