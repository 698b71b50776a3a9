#include "tests/sandbox/interaction_calls.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "sandbox/base64.h"
#include "sandbox/json_input.h"

namespace mediagen::testing {
namespace {

constexpr std::chrono::seconds kPollLimit{20};
constexpr std::chrono::milliseconds kPollInterval{5};
constexpr char kSmall[] =
    R"(,"response_format":{"type":"video","resolution":"360p","duration":"3s"})";

}  // namespace

std::string ShortFilm(const std::string& members, const std::string& text) {
  const bool has_format = members.find("response_format") != std::string::npos;
  return R"({"model":"gemini-omni-1.2-flash","input":")" + text + "\"" +
         (members.empty() ? "" : "," + members) + (has_format ? "" : kSmall) + "}";
}

JsonAnswer Delete(SandboxClient& client, const std::string& path) {
  FetchOptions options;
  options.method = "DELETE";
  return client.Fetch(path, options);
}

JsonAnswer UntilEnded(SandboxClient& client, const std::string& path) {
  const auto limit = std::chrono::steady_clock::now() + kPollLimit;
  for (;;) {
    JsonAnswer answer = client.Get(path);
    if (answer.TextAt("/status") != "in_progress" || std::chrono::steady_clock::now() > limit) {
      return answer;
    }
    std::this_thread::sleep_for(kPollInterval);
  }
}

InteractionOutput OutputOf(const JsonAnswer& answer) {
  InteractionOutput output;
  const rapidjson::Value& steps = answer.At("/steps");
  if (!steps.IsArray()) return output;
  for (const rapidjson::Value& step : steps.GetArray()) {
    if (sandbox::Text(sandbox::Member(&step, "type")) != "model_output") continue;
    const rapidjson::Value* part = sandbox::FirstEntry(sandbox::Member(&step, "content"));
    const std::string base64(sandbox::Text(sandbox::Member(part, "data")));
    output.bytes = sandbox::DecodeBase64(base64).value_or("");
    EXPECT_TRUE(sandbox::EncodeBase64(output.bytes) == base64) << "not in the standard form";
    output.uri = std::string(sandbox::Text(sandbox::Member(part, "uri")));
  }
  return output;
}

std::string FileIdIn(const std::string& uri) {
  const size_t at = uri.find("/files/");
  if (at == std::string::npos) return "";
  return uri.substr(at + 7, uri.find(':', at) - at - 7);
}

}  // namespace mediagen::testing
