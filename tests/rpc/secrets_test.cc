// Keys, prompts and media leave no trace where they have no business.
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/status.pb.h"
#include "tests/rpc/paid_rpcs.h"
#include "tests/rpc/server_process.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

constexpr char kPrompt[] = "canary-prompt-of-the-caller";
constexpr char kCallersKey[] = "sk-canary8Key0OfTheCaller";

struct Secret {
  const char* name;
  std::string text;
};

// Whose key opens the upstream, and how much of its own gRPC logs.
struct Situation {
  const char* name;
  bool callers_key;
  const char* grpc_verbosity;
};

class SecretsTest : public ::testing::TestWithParam<Situation> {
 protected:
  SecretsTest() { setenv(kUpstreamKeyVariable, kUpstreamKey, 1); }
  ~SecretsTest() override { unsetenv("GRPC_VERBOSITY"); }

  void ExpectNoSecretIn(const std::string& text) {
    const Secret secrets[] = {
        {"key", kUpstreamKey},
        {"caller's key", kCallersKey},
        {"prompt", kPrompt},
        {"picture", Png(3000).substr(100, 50)},
        {"picture in base64", Base64(Png(3000)).substr(100, 50)},
        {"upstream", absl::StrCat("127.0.0.1:", upstream_.port())},
    };
    for (const Secret& secret : secrets)
      EXPECT_FALSE(absl::StrContains(text, secret.text)) << secret.name << " in " << text;
  }

  FakeUpstream upstream_;
};

TEST_P(SecretsTest, AreNeitherInTheLogNorInErrors) {
  const std::string key = GetParam().callers_key ? kCallersKey : kUpstreamKey;
  setenv("GRPC_VERBOSITY", GetParam().grpc_verbosity, 1);
  const std::string echo =
      absl::StrCat("Invalid token: ", key, " at ", upstream_.base_url(), "/v1beta?key=", key);
  const Answer answers[] = {
      Answer(401, absl::StrCat(R"({"error":{"message":")", echo, "\"}}")),
      Answer(400, absl::StrCat(R"({"error":{"code":400,"status":"INVALID_ARGUMENT","message":")",
                               echo, "\"}}")),
      Answer(500, echo),
      Answer(200, echo),
      Answer(429, absl::StrCat(R"({"message":")", echo, "\"}")),
      Answer().CloseBeforeAnswer(),
      Answer::Json(absl::StrCat(R"({"predictions":[{"bytesBase64Encoded":")", Base64(Png(3000)),
                                R"(*"}]})")),
  };
  config::ServerConfig config = TestConfig(upstream_.base_url());
  config.set_allow_caller_keys(true);
  ServerProcess process(config);
  const auto channel = ChannelTo(process.WaitForAddress());
  auto images = v1::ImageService::NewStub(channel);
  auto chats = v1::ChatImageService::NewStub(channel);
  auto videos = v1::VideoService::NewStub(channel);
  for (const Answer& answer : answers) {
    upstream_.SetDefault(answer);
    grpc::ClientContext image_context, chat_context, video_context;
    if (GetParam().callers_key) {
      for (auto* context : {&image_context, &chat_context, &video_context})
        context->AddMetadata("x-mediagen-upstream-key", kCallersKey);
    }
    v1::GenerateImagesRequest image;
    image.mutable_spec()->set_prompt(kPrompt);
    v1::GenerateImagesResponse image_response;
    v1::ChatRequest chat;
    v1::ChatMessage& message = *chat.mutable_spec()->add_messages();
    message.set_role(v1::CHAT_ROLE_USER);
    message.add_parts()->set_text(kPrompt);
    message.add_parts()->mutable_image()->set_data(Png(3000));
    v1::ChatResponse chat_response;
    v1::StartVideoRequest video;
    video.mutable_spec()->set_prompt(kPrompt);
    v1::StartVideoResponse video_response;
    for (const grpc::Status& status :
         {images->GenerateImages(&image_context, image, &image_response),
          chats->Chat(&chat_context, chat, &chat_response),
          videos->StartVideo(&video_context, video, &video_response)}) {
      EXPECT_FALSE(status.ok());
      google::rpc::Status details;
      EXPECT_TRUE(details.ParseFromString(status.error_details()));
      EXPECT_GE(details.details_size(), 1);
      ExpectNoSecretIn(absl::StrCat(status.error_message(), status.error_details()));
    }
    for (const auto* context : {&image_context, &chat_context, &video_context}) {
      for (const auto& [key, value] : context->GetServerInitialMetadata())
        ExpectNoSecretIn(std::string(value.data(), value.size()));
      for (const auto& [key, value] : context->GetServerTrailingMetadata())
        ExpectNoSecretIn(std::string(value.data(), value.size()));
    }
  }
  process.Signal(SIGTERM);
  EXPECT_EQ(process.WaitForExit(), 0);
  EXPECT_EQ(ReadLog(process.err()).size(), 3 * std::size(answers) + 3) << process.err();
  ExpectNoSecretIn(process.err());
  EXPECT_FALSE(absl::StrContains(process.out(), key));
  ASSERT_FALSE(upstream_.requests().empty());
  EXPECT_EQ(upstream_.requests()[0].headers.Get("x-goog-api-key"), key);
}

INSTANTIATE_TEST_SUITE_P(, SecretsTest,
                         ::testing::Values(Situation{"OperatorsKey", false, ""},
                                           Situation{"OperatorsKeyDebug", false, "DEBUG"},
                                           Situation{"CallersKey", true, ""},
                                           Situation{"CallersKeyInfo", true, "INFO"},
                                           Situation{"CallersKeyDebug", true, "DEBUG"}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(RefusedKeyTest, IsNotShown) {
  FakeUpstream upstream;
  setenv(kUpstreamKeyVariable, (std::string(kUpstreamKey) + "\n").c_str(), 1);
  ServerProcess process(TestConfig(upstream.base_url()));
  EXPECT_EQ(process.WaitForExit(), 2);
  EXPECT_TRUE(absl::StrContains(process.err(), kUpstreamKeyVariable)) << process.err();
  EXPECT_FALSE(absl::StrContains(process.err(), kUpstreamKey)) << process.err();
}

}  // namespace
}  // namespace mediagen::testing
