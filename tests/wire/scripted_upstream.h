// An upstream that answers as a case says.
#ifndef MEDIAGEN_TESTS_WIRE_SCRIPTED_UPSTREAM_H_
#define MEDIAGEN_TESTS_WIRE_SCRIPTED_UPSTREAM_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rapidjson/document.h"
#include "tests/fakes/fake_upstream.h"
#include "tests/wire/wire_folder.h"

namespace mediagen::testing {

// What an upstream was asked. A plain value.
class SeenRequests {
 public:
  SeenRequests() = default;
  int paid = 0;
  int token = 0;
  int other_than_token = 0;
  int polls = 0;
  std::string last_poll_path;
  std::string last_download_path;
};

// Gives the answers before a case, the case's and those after it, one request each; whatever comes
// beyond them gets 500 and `{}`. Any thread.
class ScriptedUpstream {
 public:
  // An error names a case that cannot be found.
  static absl::StatusOr<std::unique_ptr<ScriptedUpstream>> Start(const WireFolder& folder,
                                                                 const WireFile& file);

  std::string base_url() const { return fake_.base_url(); }
  // HOST:PORT
  std::string address() const;
  std::string host() const;
  SeenRequests seen() const;

 private:
  // Who answers requests for tokens: the list, when tokens are all that is wanted.
  enum class Tokens { kNone, kListed, kBesideTheList };

  ScriptedUpstream(Tokens tokens, std::vector<WireFile> answers, rapidjson::Document token_answer);
  bool IsForToken(const http::Request& request) const;

  const Tokens tokens_;
  const std::vector<WireFile> answers_;
  const rapidjson::Document token_answer_;  // `http` of it.
  std::atomic<size_t> next_ = 0;
  FakeUpstream fake_;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_SCRIPTED_UPSTREAM_H_
