#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/sandbox/interaction_calls.h"
#include "tests/sandbox/video_probe.h"

namespace mediagen::testing {
namespace {

std::string Tagged(const std::string& tag, const std::string& members = R"("background":true)") {
  return ShortFilm(members, "a boat [sandbox:" + tag + "]");
}

std::string PathOf(const JsonAnswer& started) {
  return std::string(kInteractions) + "/" + started.TextAt("/id");
}

constexpr char kByUri[] =
    R"("response_format":{"type":"video","resolution":"360p","duration":"3s","delivery":"uri"})";

struct EndCase {
  const char* tag;
  const char* status;
  const char* error;  // Code of the first of its errors.
  int steps;
  int video_tokens;
};

class InteractionEnds : public ::testing::TestWithParam<EndCase> {};

TEST_P(InteractionEnds, HaveNoVideo) {
  SandboxClient client;
  const JsonAnswer ended =
      UntilEnded(client, PathOf(client.Post(kInteractions, Tagged(GetParam().tag))));
  EXPECT_EQ(ended.http.status, 200);
  EXPECT_EQ(ended.TextAt("/status"), GetParam().status);
  EXPECT_EQ(ended.TextAt("/errors/0/code"), GetParam().error);
  const rapidjson::Value& steps = ended.At("/steps");
  EXPECT_EQ(steps.IsArray() ? static_cast<int>(steps.Size()) : -1, GetParam().steps);
  EXPECT_EQ(OutputOf(ended).bytes + OutputOf(ended).uri, "");
  const rapidjson::Value& tokens = ended.At("/usage/output_tokens_by_modality/0/tokens");
  const bool of_video = ended.TextAt("/usage/output_tokens_by_modality/0/modality") == "video";
  EXPECT_EQ(of_video ? tokens.GetInt() : 0, GetParam().video_tokens);
  // Also where the caller waits for it.
  const JsonAnswer waited = client.Post(kInteractions, Tagged(GetParam().tag, ""));
  EXPECT_EQ(waited.TextAt("/status"), GetParam().status);
  EXPECT_EQ(client.LedgerCount(), 2);
}

INSTANTIATE_TEST_SUITE_P(Sandbox, InteractionEnds,
                         ::testing::Values(EndCase{"no-media", "completed", "", 3, 0},
                                           EndCase{"filter-all", "completed", "", 3, 0},
                                           EndCase{"lost-media", "completed", "", 0, 3 * 1931},
                                           EndCase{"failed", "failed", "internal_error", -1, 0},
                                           EndCase{"failed-bare", "failed", "", -1, 0},
                                           EndCase{"requires-action", "requires_action", "", -1, 0},
                                           EndCase{"incomplete", "incomplete", "", -1, 0}),
                         [](const auto& info) {
                           std::string name = info.param.tag;
                           std::erase(name, '-');
                           return name;
                         });

TEST(InteractionRefusals, HaveAWordForACode) {
  SandboxClient client;
  const struct {
    const char* tag;
    int status;
    const char* code;
  } cases[] = {{"429", 429, "too_many_requests"},      {"500", 500, "internal_error"},
               {"503", 503, "service_unavailable"},    {"504", 504, "gateway_timeout"},
               {"blocked", 400, "invalid_request"},    {"retired", 404, "not_found"},
               {"no-such-tag", 400, "invalid_request"}};
  int submissions = 0;
  for (const auto& refusal : cases) {
    const JsonAnswer answer = client.Post(kInteractions, Tagged(refusal.tag));
    EXPECT_EQ(answer.http.status, refusal.status) << refusal.tag;
    EXPECT_EQ(answer.TextAt("/error/code"), refusal.code) << refusal.tag;
    EXPECT_NE(answer.TextAt("/error/message"), "") << refusal.tag;
    EXPECT_FALSE(answer.At("/error").HasMember("status")) << refusal.tag;
    EXPECT_EQ(client.LedgerCount(), ++submissions);
  }
}

TEST(InteractionIds, AreMissingOrChanged) {
  SandboxClient client;
  const JsonAnswer nameless = client.Post(kInteractions, Tagged("no-id"));
  EXPECT_EQ(nameless.TextAt("/status"), "in_progress");
  EXPECT_FALSE(nameless.json.HasMember("id"));
  const JsonAnswer started = client.Post(kInteractions, Tagged("renamed"));
  const JsonAnswer done = UntilEnded(client, PathOf(started));
  EXPECT_EQ(done.TextAt("/status"), "completed");
  EXPECT_NE(done.TextAt("/id"), started.TextAt("/id"));
}

TEST(DataFirst, StandsBeforeItsType) {
  SandboxClient client;
  const JsonAnswer done = client.Post(kInteractions, Tagged("data-first", ""));
  const size_t data = done.http.body.find(R"("data":")");
  ASSERT_NE(data, std::string::npos);
  EXPECT_GT(done.http.body.find(R"("type":"video")"), data);
  EXPECT_GT(done.http.body.find(R"("mime_type")"), data);
  EXPECT_EQ(ProbeVideo(OutputOf(done).bytes).frames, 3 * 24);
}

TEST(InteractionBytes, EndInTheMiddle) {
  SandboxClient client;
  const JsonAnswer inline_cut = client.Post(kInteractions, Tagged("cut", ""));
  EXPECT_EQ(inline_cut.http.result, CURLE_PARTIAL_FILE);
  EXPECT_NE(inline_cut.http.body.find(R"("data":")"), std::string::npos);
  const JsonAnswer done = client.Post(kInteractions, Tagged("cut", kByUri));
  EXPECT_EQ(done.TextAt("/status"), "completed");
  const std::string file = "/gemini/v1beta/files/" + FileIdIn(OutputOf(done).uri);
  EXPECT_EQ(client.Get(file + ":download").http.result, CURLE_PARTIAL_FILE);
}

TEST(SlowFiles, AreNotThereAtOnce) {
  sandbox::SandboxOptions options = SandboxClient::FastOptions();
  options.interactions.slow_file = std::chrono::hours(1);
  SandboxClient client(options);
  const JsonAnswer done = client.Post(kInteractions, Tagged("slow-file", kByUri));
  EXPECT_EQ(done.TextAt("/status"), "completed");
  const std::string file = "/gemini/v1beta/files/" + FileIdIn(OutputOf(done).uri);
  for (int time = 0; time < 3; ++time) {
    EXPECT_EQ(client.Get(file).TextAt("/state"), "PROCESSING");
  }
  EXPECT_EQ(client.Get(file + ":download").http.status, 400);
}

TEST(FailedFiles, SaySo) {
  SandboxClient client;
  const JsonAnswer done = client.Post(kInteractions, Tagged("failed-file", kByUri));
  const std::string file = "/gemini/v1beta/files/" + FileIdIn(OutputOf(done).uri);
  const JsonAnswer state = client.Get(file);
  EXPECT_EQ(state.TextAt("/state"), "FAILED");
  EXPECT_EQ(state.At("/error/code").GetInt(), 13);
}

TEST(NeverDoneInteractions, CanBeCancelled) {
  SandboxClient client;
  const std::string path = PathOf(client.Post(kInteractions, Tagged("never-done")));
  EXPECT_EQ(client.Get(path).TextAt("/status"), "in_progress");
  EXPECT_EQ(client.Post(path + "/cancel", "").TextAt("/status"), "cancelled");
}

}  // namespace
}  // namespace mediagen::testing
