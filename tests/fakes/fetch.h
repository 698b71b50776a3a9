#ifndef MEDIAGEN_TESTS_FAKES_FETCH_H_
#define MEDIAGEN_TESTS_FAKES_FETCH_H_

#include <curl/curl.h>

#include <memory>
#include <string>
#include <vector>

namespace mediagen::testing {

struct FetchOptions {
  std::string method;                // Empty: POST when there is a body, else GET.
  std::vector<std::string> headers;  // "Name: value"; "Name:" takes one of libcurl's own away.
  std::string body;
  std::string ca_file;
};

struct Fetched {
  CURLcode result = CURLE_OK;
  int status = 0;
  std::string headers;  // As they came, of all answers.
  std::string body;     // What arrived, also when the answer was cut.

  // The value of the first header of that name, or "".
  std::string Header(const std::string& name) const;
};

// A libcurl client that keeps its connections. One thread at a time; every fetch ends within 30 s.
class Fetcher {
 public:
  Fetcher();
  Fetched Fetch(const std::string& url, const FetchOptions& options = {});

 private:
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl_;
};

// The same with a new connection.
Fetched Fetch(const std::string& url, const FetchOptions& options = {});

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_FAKES_FETCH_H_
