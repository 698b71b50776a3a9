// Posts the same JSON again and again by libcurl, a number of requests in flight on connections
// that are kept, looks into each answer for the base64 of a picture, and tells how long they took.
#include <curl/curl.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "bench/yardstick/report.h"

ABSL_FLAG(std::string, url, "", "where to post");
ABSL_FLAG(std::string, post, "", "file to send");
ABSL_FLAG(std::string, headers, "", "file with more headers, one on a line");
ABSL_FLAG(std::string, original, "", "file with the picture that each answer must hold");
ABSL_FLAG(int, in_flight, 1, "requests at a time");
ABSL_FLAG(int, count, 0, "how many in all; 0: for --seconds");
ABSL_FLAG(double, seconds, 0, "how long");

namespace mediagen::bench {
namespace {

// Base64 of a PNG's signature and of its head up to the height.
constexpr size_t kBeginning = 32;

// One request at a time, again and again. Owned by Main.
struct Slot {
  CURL* easy = nullptr;
  std::string answer;
  double begun = 0;
};

size_t Receive(char* data, size_t one, size_t count, void* slot) {
  static_cast<Slot*>(slot)->answer.append(data, one * count);
  return one * count;
}

curl_slist* Headers() {
  curl_slist* headers = curl_slist_append(nullptr, "Expect:");
  headers = curl_slist_append(headers, "Content-Type: application/json");
  if (absl::GetFlag(FLAGS_headers).empty()) return headers;
  const std::string lines = ReadFile(absl::GetFlag(FLAGS_headers));
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(lines, '\n')))
    headers = line.empty() ? headers : curl_slist_append(headers, line.c_str());
  return headers;
}

void Prepare(Slot& slot, const std::string& posted, curl_slist* headers) {
  slot.easy = curl_easy_init();
  curl_easy_setopt(slot.easy, CURLOPT_URL, absl::GetFlag(FLAGS_url).c_str());
  curl_easy_setopt(slot.easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(slot.easy, CURLOPT_BUFFERSIZE, 128L * 1024);
  curl_easy_setopt(slot.easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(slot.easy, CURLOPT_POSTFIELDS, posted.data());
  curl_easy_setopt(slot.easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(posted.size()));
  curl_easy_setopt(slot.easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(slot.easy, CURLOPT_WRITEFUNCTION, Receive);
  curl_easy_setopt(slot.easy, CURLOPT_WRITEDATA, &slot);
  curl_easy_setopt(slot.easy, CURLOPT_PRIVATE, &slot);
}

// Ends the program when the answer is not what it must be.
void Check(const Slot& slot, CURLcode code, const std::string& wanted) {
  if (code != CURLE_OK) Fail(std::string("posting: ") + curl_easy_strerror(code));
  long status = 0;  // NOLINT(google-runtime-int): libcurl writes one.
  curl_easy_getinfo(slot.easy, CURLINFO_RESPONSE_CODE, &status);
  if (status != 200)
    Fail("HTTP status " + std::to_string(status) + ": " + slot.answer.substr(0, 500));
  // Its beginning is found first: the search for a needle of megabytes prepares itself for long.
  const size_t begin = slot.answer.find(wanted.data(), 0, kBeginning);
  if (begin == std::string::npos || slot.answer.compare(begin, wanted.size(), wanted) != 0)
    Fail("the picture differs from the original");
}

// The requests of a run. One thread.
class Run {
 public:
  Run(const std::string& posted, const std::string& wanted)
      : wanted_(wanted), slots_(static_cast<size_t>(absl::GetFlag(FLAGS_in_flight))) {
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, absl::GetFlag(FLAGS_in_flight) + 1L);
    curl_slist* headers = Headers();
    for (Slot& slot : slots_) Prepare(slot, posted, headers);
  }

  void Start() {
    int busy = 0;
    for (Slot& slot : slots_) busy += Begin(slot) ? 1 : 0;
    while (busy > 0) {
      int running = 0;
      curl_multi_perform(multi_, &running);
      int left = 0;
      while (CURLMsg* message = curl_multi_info_read(multi_, &left)) busy -= End(*message) ? 0 : 1;
      if (busy > 0) curl_multi_poll(multi_, nullptr, 0, 1000, nullptr);
    }
    const double seconds = Now() - begun_;
    Report()
        .Add("seconds", seconds)
        .Add("per_second", static_cast<double>(latencies_.size()) / seconds)
        .AddLatencies(std::move(latencies_))
        .Print();
  }

 private:
  // Whether there is another request to make.
  bool Begin(Slot& slot) {
    const int count = absl::GetFlag(FLAGS_count);
    if (count > 0 ? begun_requests_ >= count : Now() >= begun_ + absl::GetFlag(FLAGS_seconds))
      return false;
    ++begun_requests_;
    slot.answer.clear();
    slot.begun = Now();
    curl_multi_add_handle(multi_, slot.easy);
    return true;
  }

  // Whether another one followed.
  bool End(const CURLMsg& message) {
    const CURLcode code = message.data.result;
    Slot* slot = nullptr;
    curl_easy_getinfo(message.easy_handle, CURLINFO_PRIVATE, &slot);
    latencies_.push_back(Now() - slot->begun);
    curl_multi_remove_handle(multi_, slot->easy);
    Check(*slot, code, wanted_);
    return Begin(*slot);
  }

  const std::string& wanted_;
  CURLM* multi_ = curl_multi_init();
  std::vector<Slot> slots_;
  const double begun_ = Now();
  int begun_requests_ = 0;
  std::vector<double> latencies_;
};

}  // namespace
}  // namespace mediagen::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::string posted = mediagen::bench::ReadFile(absl::GetFlag(FLAGS_post));
  const std::string wanted =
      absl::Base64Escape(mediagen::bench::ReadFile(absl::GetFlag(FLAGS_original)));
  mediagen::bench::Run(posted, wanted).Start();
  return 0;
}
