#include "sandbox/refusal.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/sandbox/sandbox_client.h"
#include "tests/sandbox/tagged_requests.h"

namespace mediagen::testing {
namespace {

constexpr char kVeo[] = "veo-3.0-generate-preview";

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

struct RefusalCase {
  const char* tag;
  int status;
  const char* pointer;  // Into the error...
  const char* google;   // ...of the Google surfaces; "": the same as of a chat.
  const char* chat;
};

class OtherRefusals : public ::testing::TestWithParam<RefusalCase> {};

TEST_P(OtherRefusals, ComeOnEverySurface) {
  SandboxClient client;
  const RefusalCase& refusal = GetParam();
  const std::string google = refusal.google;
  JsonAnswer chat = client.Chat(Chat(refusal.tag));
  EXPECT_EQ(chat.http.status, refusal.status);
  EXPECT_EQ(chat.TextAt(refusal.pointer), refusal.chat) << chat.http.body;
  JsonAnswer picture = client.Predict(Pictures(refusal.tag, 1));
  JsonAnswer video = client.StartVideo(Videos(refusal.tag, 1), kVeo);
  for (const JsonAnswer* answer : {&picture, &video}) {
    EXPECT_EQ(answer->http.status, refusal.status);
    EXPECT_EQ(answer->TextAt(google.empty() ? refusal.pointer : "/error/status"),
              google.empty() ? refusal.chat : google);
  }
  EXPECT_EQ(client.LedgerCount(), 3);
}

INSTANTIATE_TEST_SUITE_P(
    Sandbox, OtherRefusals,
    ::testing::Values(RefusalCase{"503", 503, "/error/type", "UNAVAILABLE", "server_error"},
                      RefusalCase{"openai-billing", 429, "/error/code", "", "insufficient_quota"},
                      RefusalCase{"billing", 403, "/error/code", "", "insufficient_user_quota"},
                      RefusalCase{"relay-401", 401, "/error/type", "", "Aihubmix_api_error"},
                      RefusalCase{"error-200", 200, "/error/type", "", "upstream_error"},
                      RefusalCase{"bare-message", 403, "/message", "", "Forbidden"},
                      RefusalCase{"retired", 404, "/error/type", "NOT_FOUND", "not_found_error"},
                      RefusalCase{"blocked", 400, "/error/code", "INVALID_ARGUMENT",
                                  "prompt_blocked"}),
    [](const auto& info) {
      std::string name = info.param.tag;
      std::erase(name, '-');
      return name;
    });

TEST(Refusals, SayWhatMatters) {
  SandboxClient client;
  EXPECT_NE(client.Predict(Pictures("retired", 1))
                .TextAt("/error/message")
                .find("is no longer available"),
            std::string::npos);
  EXPECT_NE(client.Predict(Pictures("blocked", 1)).TextAt("/error/message").find("Support codes: "),
            std::string::npos);
  Fetched page = client.Predict(Pictures("html", 1)).http;
  EXPECT_EQ(page.status, 502);
  EXPECT_EQ(page.Header("content-type"), "text/html");
  EXPECT_TRUE(page.body.starts_with("<html>"));
}

}  // namespace
}  // namespace mediagen::testing
