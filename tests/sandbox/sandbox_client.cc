#include "tests/sandbox/sandbox_client.h"

#include <gtest/gtest.h>
#include <rapidjson/pointer.h>

#include <chrono>
#include <thread>
#include <utility>

#include "sandbox/base64.h"
#include "sandbox/json_input.h"

namespace mediagen::testing {
namespace {

constexpr std::chrono::seconds kPollLimit{20};
constexpr std::chrono::milliseconds kPollInterval{5};

JsonAnswer Parse(Fetched fetched) {
  JsonAnswer answer;
  answer.http = std::move(fetched);
  answer.json.Parse(answer.http.body.data(), answer.http.body.size());
  if (answer.json.HasParseError()) answer.json.SetNull();
  return answer;
}

}  // namespace

const rapidjson::Value& JsonAnswer::At(const char* pointer) const {
  static const rapidjson::Value* nothing = new rapidjson::Value();
  const rapidjson::Value* found = rapidjson::Pointer(pointer).Get(json);
  return found == nullptr ? *nothing : *found;
}

std::string JsonAnswer::TextAt(const char* pointer) const {
  return std::string(sandbox::Text(&At(pointer)));
}

std::string JsonAnswer::BytesAt(const char* pointer) const {
  return sandbox::DecodeBase64(sandbox::Text(&At(pointer))).value_or("");
}

sandbox::SandboxOptions SandboxClient::FastOptions() {
  sandbox::SandboxOptions options;
  options.veo.time_to_done = std::chrono::milliseconds(0);
  options.interactions.time_to_done = std::chrono::milliseconds(0);
  options.interactions.seconds_unasked = 3;
  return options;
}

SandboxClient::SandboxClient(const sandbox::SandboxOptions& options) {
  auto started = sandbox::Sandbox::Start(options);
  EXPECT_TRUE(started.ok()) << started.status();
  sandbox_ = *std::move(started);
  base_url_ = sandbox_->base_url();
}

JsonAnswer SandboxClient::Fetch(const std::string& path, const FetchOptions& options) {
  return Parse(fetcher_.Fetch(base_url_ + path, options));
}

JsonAnswer SandboxClient::Get(const std::string& path) { return Fetch(path, {}); }

JsonAnswer SandboxClient::Post(const std::string& path, const std::string& body) {
  return Fetch(path,
               {.method = "POST", .headers = {"Content-Type: application/json"}, .body = body});
}

JsonAnswer SandboxClient::Predict(const std::string& body, const std::string& model) {
  return Post("/gemini/v1beta/models/" + model + ":predict", body);
}

JsonAnswer SandboxClient::Chat(const std::string& body) {
  return Post("/v1/chat/completions", body);
}

JsonAnswer SandboxClient::StartVideo(const std::string& body, const std::string& model) {
  return Post("/gemini/v1beta/models/" + model + ":predictLongRunning", body);
}

JsonAnswer SandboxClient::Until(const std::function<JsonAnswer()>& ask, const char* pointer) {
  const auto limit = std::chrono::steady_clock::now() + kPollLimit;
  for (;;) {
    JsonAnswer answer = ask();
    if (!answer.json.IsObject() || !answer.At(pointer).IsNull() ||
        std::chrono::steady_clock::now() > limit) {
      return answer;
    }
    std::this_thread::sleep_for(kPollInterval);
  }
}

JsonAnswer SandboxClient::PollUntilDone(const std::string& name) {
  return Until([&] { return Get("/gemini/v1beta/" + name); }, "/done");
}

int SandboxClient::LedgerCount() { return Get("/sandbox/ledger").At("/count").GetInt(); }

}  // namespace mediagen::testing
