// The least that fetching by libcurl takes: the same URL again and again by one easy handle, its
// bytes thrown away, or compared with a file.
#include <curl/curl.h>

#include <cstring>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "bench/yardstick/report.h"

ABSL_FLAG(std::string, url, "", "what to fetch");
ABSL_FLAG(int, count, 0, "how often; 0: for --seconds");
ABSL_FLAG(double, seconds, 0, "how long");
ABSL_FLAG(std::string, post, "", "file to send; none: GET");
ABSL_FLAG(std::string, ca, "", "certificate authority (PEM)");
ABSL_FLAG(bool, fresh, false, "a connection for each request");
ABSL_FLAG(std::string, expect, "", "file that the answers are compared with");

namespace mediagen::bench {
namespace {

// What became of one answer.
struct Received {
  size_t bytes = 0;
  const std::string* expected = nullptr;
  bool differs = false;
};

size_t Receive(char* data, size_t one, size_t count, void* into) {
  auto& received = *static_cast<Received*>(into);
  const size_t bytes = one * count;
  if (received.expected != nullptr) {
    received.differs |= received.bytes + bytes > received.expected->size() ||
                        std::memcmp(received.expected->data() + received.bytes, data, bytes) != 0;
  }
  received.bytes += bytes;
  return bytes;
}

CURL* NewHandle(const std::string& posted, Received& received) {
  CURL* easy = curl_easy_init();
  curl_easy_setopt(easy, CURLOPT_URL, absl::GetFlag(FLAGS_url).c_str());
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 128L * 1024);
  curl_easy_setopt(easy, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, Receive);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &received);
  if (!absl::GetFlag(FLAGS_ca).empty())
    curl_easy_setopt(easy, CURLOPT_CAINFO, absl::GetFlag(FLAGS_ca).c_str());
  if (absl::GetFlag(FLAGS_fresh)) {
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
  }
  if (!posted.empty()) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, posted.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(posted.size()));
    // As the server does: no question whether the body is welcome.
    curl_slist* headers = curl_slist_append(nullptr, "Expect:");
    headers = curl_slist_append(headers, "Content-Type: application/json");
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  }
  return easy;
}

int Main() {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::string post_file = absl::GetFlag(FLAGS_post);
  const std::string posted = post_file.empty() ? "" : ReadFile(post_file);
  const std::string expected_file = absl::GetFlag(FLAGS_expect);
  const std::string expected = expected_file.empty() ? "" : ReadFile(expected_file);
  Received received;
  CURL* easy = NewHandle(posted, received);
  std::vector<double> latencies;
  double bytes = 0;
  const double begun = Now();
  const double cpu = CpuSeconds();
  const int count = absl::GetFlag(FLAGS_count);
  const double end = begun + absl::GetFlag(FLAGS_seconds);
  while (count > 0 ? static_cast<int>(latencies.size()) < count : Now() < end) {
    received = Received();
    if (!expected_file.empty()) received.expected = &expected;
    const double sent = Now();
    const CURLcode code = curl_easy_perform(easy);
    latencies.push_back(Now() - sent);
    if (code != CURLE_OK) Fail(std::string("fetching: ") + curl_easy_strerror(code));
    if (received.differs || (received.expected != nullptr && received.bytes != expected.size()))
      Fail("the answer differs from the original");
    bytes += static_cast<double>(received.bytes);
  }
  Report()
      .Add("seconds", Now() - begun)
      .Add("cpu", CpuSeconds() - cpu)
      .Add("bytes", bytes)
      .AddLatencies(std::move(latencies))
      .Print();
  return 0;
}

}  // namespace
}  // namespace mediagen::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  return mediagen::bench::Main();
}
