#include "tests/fakes/fetch.h"

#include <string_view>

#include "sandbox/text.h"

namespace mediagen::testing {
namespace {

constexpr long kLimitSeconds = 30;

size_t Append(char* bytes, size_t size, size_t count, void* into) {
  static_cast<std::string*>(into)->append(bytes, size * count);
  return size * count;
}

}  // namespace

std::string Fetched::Header(const std::string& name) const {
  for (std::string_view line : http::Split(headers, "\r\n")) {
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    if (http::EqualsIgnoreCase(line.substr(0, colon), name)) {
      return std::string(http::Trim(line.substr(colon + 1)));
    }
  }
  return "";
}

Fetcher::Fetcher() : curl_(curl_easy_init(), &curl_easy_cleanup) {}

Fetched Fetcher::Fetch(const std::string& url, const FetchOptions& options) {
  Fetched fetched;
  CURL* curl = curl_.get();
  curl_easy_reset(curl);
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kLimitSeconds);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Append);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &fetched.body);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &Append);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &fetched.headers);
  if (!options.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, options.ca_file.c_str());
  if (!options.body.empty()) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(options.body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, options.body.c_str());
  }
  if (!options.method.empty()) {
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, options.method.c_str());
  }
  curl_slist* headers = nullptr;
  for (const std::string& header : options.headers) {
    headers = curl_slist_append(headers, header.c_str());
  }
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  fetched.result = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  fetched.status = static_cast<int>(status);
  curl_slist_free_all(headers);
  return fetched;
}

Fetched Fetch(const std::string& url, const FetchOptions& options) {
  return Fetcher().Fetch(url, options);
}

}  // namespace mediagen::testing
