#include "tests/wire/scripted_upstream.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "tests/wire/written_answer.h"

namespace mediagen::testing {
namespace {

// What a metadata server says beside the list, in folders that do not say it themselves.
constexpr char kTokenCase[] = "auth.token.metadata-ok";
constexpr char kTokenAnswer[] =
    R"({"status":200,"headers":{"Metadata-Flavor":"Google"},)"
    R"("body":{"access_token":"ya29.metadata","expires_in":3123,"token_type":"Bearer"}})";

absl::Status AddNamed(const WireFolder& folder, JsonView names, std::vector<WireFile>& answers) {
  for (size_t i = 0; i < names.size(); ++i) {
    absl::StatusOr<WireFile> answer = folder.ReadAnswer(std::string(names.at(i).Text()));
    if (!answer.ok()) return answer.status();
    answers.push_back(*std::move(answer));
  }
  return absl::OkStatus();
}

rapidjson::Document TokenAnswerOf(const WireFolder& folder) {
  rapidjson::Document http;
  const absl::StatusOr<WireFile> file = folder.ReadAnswer(kTokenCase);
  if (file.ok()) {
    http.CopyFrom((*file)["http"], http.GetAllocator());
  } else {
    http.Parse(kTokenAnswer);
  }
  return http;
}

bool IsPaid(const http::Request& request) {
  if (request.method != "POST") return false;
  for (const char* ending : {":predict", ":predictLongRunning", ":generateContent",
                             ":streamGenerateContent", "/chat/completions", "/interactions"}) {
    if (absl::EndsWith(request.path, ending)) return true;
  }
  return false;
}

bool IsPoll(const http::Request& request) {
  if (request.method != "GET") return absl::EndsWith(request.path, ":fetchPredictOperation");
  return absl::StrContains(request.path, "/operations/") ||
         absl::StrContains(request.path, "/interactions/");
}

}  // namespace

absl::StatusOr<std::unique_ptr<ScriptedUpstream>> ScriptedUpstream::Start(const WireFolder& folder,
                                                                          const WireFile& file) {
  std::vector<WireFile> answers;
  absl::Status added = AddNamed(folder, file.json().Get("before"), answers);
  answers.push_back(file);
  added.Update(AddNamed(folder, file.json().Get("then"), answers));
  if (!added.ok()) return added;
  Tokens tokens = Tokens::kNone;
  if (file.json().Get("request").Get("operation").Text() == "token") tokens = Tokens::kListed;
  if (file.json().Get("client").Get("credential").exists()) tokens = Tokens::kBesideTheList;
  return std::unique_ptr<ScriptedUpstream>(
      new ScriptedUpstream(tokens, std::move(answers), TokenAnswerOf(folder)));
}

ScriptedUpstream::ScriptedUpstream(Tokens tokens, std::vector<WireFile> answers,
                                   rapidjson::Document token_answer)
    : tokens_(tokens), answers_(std::move(answers)), token_answer_(std::move(token_answer)) {
  fake_.SetDefault([this](const http::Request& request) {
    if (tokens_ == Tokens::kBesideTheList && IsForToken(request)) {
      return WrittenAnswer(token_answer_, base_url());
    }
    const size_t turn = next_++;
    if (turn >= answers_.size()) return Answer(500, "{}");
    return WrittenAnswer(answers_[turn]["http"], base_url());
  });
}

bool ScriptedUpstream::IsForToken(const http::Request& request) const {
  if (tokens_ == Tokens::kListed) return true;
  return absl::StrContains(request.path, "/computeMetadata/") ||
         (tokens_ == Tokens::kBesideTheList && request.path == "/token");
}

std::string ScriptedUpstream::address() const {
  return std::string(absl::StripPrefix(base_url(), "http://"));
}

std::string ScriptedUpstream::host() const {
  const std::string with_port = address();
  return with_port.substr(0, with_port.find(':'));
}

SeenRequests ScriptedUpstream::seen() const {
  SeenRequests seen;
  for (const http::Request& request : fake_.requests()) {
    if (IsForToken(request)) {
      ++seen.token;
      continue;
    }
    ++seen.other_than_token;
    if (IsPaid(request)) {
      ++seen.paid;
    } else if (IsPoll(request)) {
      ++seen.polls;
      seen.last_poll_path = request.raw_path;
    } else {
      seen.last_download_path = request.raw_path;
    }
  }
  return seen;
}

}  // namespace mediagen::testing
