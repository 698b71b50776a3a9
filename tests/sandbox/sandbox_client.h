#ifndef MEDIAGEN_TESTS_SANDBOX_SANDBOX_CLIENT_H_
#define MEDIAGEN_TESTS_SANDBOX_SANDBOX_CLIENT_H_

#include <rapidjson/document.h>

#include <functional>
#include <memory>
#include <string>

#include "sandbox/sandbox.h"
#include "tests/fakes/fetch.h"

namespace mediagen::testing {

// An answer and its JSON.
struct JsonAnswer {
  Fetched http;
  rapidjson::Document json;  // Null when the body is no JSON.

  // What a JSON pointer ("/predictions/0/mimeType") leads to; a null value when it leads nowhere.
  const rapidjson::Value& At(const char* pointer) const;
  std::string TextAt(const char* pointer) const;
  // Decoded from base64; "" when there is none.
  std::string BytesAt(const char* pointer) const;
};

// A sandbox in this process and a client of it. Videos are done as soon as they are made, unless
// the options say otherwise.
class SandboxClient {
 public:
  static sandbox::SandboxOptions FastOptions();

  explicit SandboxClient(const sandbox::SandboxOptions& options = FastOptions());

  JsonAnswer Fetch(const std::string& path, const FetchOptions& options);
  JsonAnswer Get(const std::string& path);
  JsonAnswer Post(const std::string& path, const std::string& body);

  JsonAnswer Predict(const std::string& body, const std::string& model = "imagen-4.0-generate-001");
  JsonAnswer Chat(const std::string& body);
  JsonAnswer StartVideo(const std::string& body, const std::string& model);
  // Asks again and again until the answer has that member or is no JSON; the last answer after 20
  // s.
  JsonAnswer Until(const std::function<JsonAnswer()>& ask, const char* pointer);
  // Polls the relay until the operation is done.
  JsonAnswer PollUntilDone(const std::string& name);
  int LedgerCount();

  const std::string& base_url() const { return base_url_; }
  int port() const { return sandbox_->port(); }

 private:
  std::unique_ptr<sandbox::Sandbox> sandbox_;
  std::string base_url_;
  Fetcher fetcher_;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_SANDBOX_SANDBOX_CLIENT_H_
