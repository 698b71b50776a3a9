#include "server/net/http_client.h"

#include <sys/resource.h>

#include <algorithm>
#include <utility>

#include "server/net/http_exchange.h"

namespace mediagen {
namespace {

// libcurl reads a fast transfer for as long as there is something to read. From here on, that of
// others comes first.
constexpr curl_off_t kMuch = 256 * 1024;

bool MovesMuch(CURL* easy) {
  curl_off_t received = 0;
  curl_off_t sent = 0;
  curl_easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &received);
  curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &sent);
  return received + sent >= kMuch;
}

// Connections that libcurl keeps for the next free call. It counts those in use, too, so that with
// more polls under way than this each would open a connection of its own: many, then, but not so
// many that the process runs out of file descriptors.
long IdleConnections(int clients) {
  rlimit files = {};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return 64;
  const rlim_t share = files.rlim_cur / 8 / static_cast<rlim_t>(clients);
  return static_cast<long>(std::clamp<rlim_t>(share, 16, 1024));
}

void InitializeCurlOnce() {
  static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(done);
}

CURLM* NewMulti() {
  InitializeCurlOnce();
  return curl_multi_init();
}

}  // namespace

HttpClient::HttpClient(EventLoop& loop, HttpClientOptions options)
    : Timer(loop), options_(std::move(options)), multi_(NewMulti()), share_(curl_share_init()) {
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &HttpClient::OnSocket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &HttpClient::OnTimeout);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, IdleConnections(options_.clients));
  // A fresh TLS handshake costs a millisecond of CPU, and every paid request makes one: resumed
  // sessions are cheap.
  curl_share_setopt(share_, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
}

HttpClient::~HttpClient() {
  curl_multi_cleanup(multi_);
  curl_share_cleanup(share_);
}

void HttpClient::Add(CURL* easy) { curl_multi_add_handle(multi_, easy); }

void HttpClient::Remove(CURL* easy) { curl_multi_remove_handle(multi_, easy); }

void HttpClient::OnReady(int fd, bool readable, bool writable) {
  int running = 0;
  curl_multi_socket_action(
      multi_, fd, (readable ? CURL_CSELECT_IN : 0) | (writable ? CURL_CSELECT_OUT : 0), &running);
  ReportFinished();
}

void HttpClient::OnTimer() {
  int running = 0;
  curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
  ReportFinished();
}

void HttpClient::ReportFinished() {
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    HttpExchange* exchange = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &exchange);
    exchange->OnFinished(message->data.result);
  }
}

int HttpClient::OnSocket(CURL* easy, curl_socket_t fd, int what, void* client, void*) {
  auto* self = static_cast<HttpClient*>(client);
  self->loop_.Watch(fd, what == CURL_POLL_IN || what == CURL_POLL_INOUT,
                    what == CURL_POLL_OUT || what == CURL_POLL_INOUT, self,
                    MovesMuch(easy) ? FdPriority::kBulk : FdPriority::kUsual);
  return 0;
}

int HttpClient::OnTimeout(CURLM*, long timeout_ms, void* client) {
  auto* self = static_cast<HttpClient*>(client);
  if (timeout_ms < 0) {
    self->Cancel();
  } else {
    self->Arm(After(self->loop_.now(), absl::Milliseconds(timeout_ms)));
  }
  return 0;
}

}  // namespace mediagen
