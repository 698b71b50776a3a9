#include "server/net/curl_request.h"

#include <string>
#include <vector>

namespace mediagen {
namespace {

// What libcurl reads at a time. Five of these blocks decode to a chunk of the largest size.
constexpr long kMediaBlockBytes = 120 * 1024;

}  // namespace

CurlRequest::CurlRequest(const HttpClient& client, const HttpRequest& request)
    : handle_(curl_easy_init()) {
  curl_easy_setopt(handle_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle_, CURLOPT_USERAGENT, "mediagen");
  if (request.expects_media) curl_easy_setopt(handle_, CURLOPT_BUFFERSIZE, kMediaBlockBytes);
  SetPeer(client, request);
  SetConnection(request);
  SetMethod(request);
  SetHeaders(request);
}

CurlRequest::~CurlRequest() {
  curl_easy_cleanup(handle_);
  curl_slist_free_all(headers_);
}

void CurlRequest::SetPeer(const HttpClient& client, const HttpRequest& request) {
  curl_easy_setopt(handle_, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle_, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  // Where an answer comes from is decided here and nowhere else: no redirects, no proxy or netrc of
  // the environment.
  curl_easy_setopt(handle_, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle_, CURLOPT_PROXY, "");
  curl_easy_setopt(handle_, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!client.options().ca_file.empty()) {
    curl_easy_setopt(handle_, CURLOPT_CAINFO, client.options().ca_file.c_str());
  }
  curl_easy_setopt(handle_, CURLOPT_SHARE, client.share());
}

void CurlRequest::SetConnection(const HttpRequest& request) {
  // A name that does not resolve must not hold up the loop when its exchange is dropped.
  curl_easy_setopt(handle_, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(handle_, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(absl::ToInt64Milliseconds(request.connect_timeout)));
  if (request.at_most_once) {
    // libcurl re-sends by itself on a reused connection that turns out dead: lock one of two (the
    // other is HttpExchange::OnSeek).
    curl_easy_setopt(handle_, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(handle_, CURLOPT_FORBID_REUSE, 1L);
  }
  // A connection that is there already has passed another rule, or none.
  if (request.address_rule.has_value()) curl_easy_setopt(handle_, CURLOPT_FRESH_CONNECT, 1L);
}

void CurlRequest::SetMethod(const HttpRequest& request) {
  const bool post = request.method == "POST" || !request.body.empty();
  if (request.method != (post ? "POST" : "GET")) {
    curl_easy_setopt(handle_, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
  if (post) {
    curl_easy_setopt(handle_, CURLOPT_POST, 1L);
    curl_easy_setopt(handle_, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body_wire_size()));
  }
}

void CurlRequest::SetHeaders(const HttpRequest& request) {
  // libcurl would wait a second for a 100 Continue, and repeat the request on a 417. It looks at
  // the first line of that name.
  headers_ = curl_slist_append(headers_, "Expect:");
  for (const std::vector<std::string>* lines : {&request.headers, &request.authorization}) {
    for (const std::string& line : *lines) {
      headers_ = curl_slist_append(headers_, line.c_str());
    }
  }
  curl_easy_setopt(handle_, CURLOPT_HTTPHEADER, headers_);
}

}  // namespace mediagen
