#include "server/net/http_exchange.h"

#include <sys/socket.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

constexpr long kMediaBlockBytes = 128 * 1024;

TransportFailure FailureFrom(CURLcode code) {
  switch (code) {
    case CURLE_OK:
      return TransportFailure::kNone;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return TransportFailure::kConnect;
    case CURLE_OPERATION_TIMEDOUT:
      return TransportFailure::kTimeout;
    default:
      return TransportFailure::kCut;
  }
}

// Chunks are how a body may come. libcurl would undo any compression, too, of which nobody asked
// for any, and without bound while the reader pauses.
bool IsTransferCodingWeRead(absl::string_view name, absl::string_view value) {
  return !absl::EqualsIgnoreCase(name, "Transfer-Encoding") ||
         absl::EqualsIgnoreCase(value, "chunked") || absl::EqualsIgnoreCase(value, "identity");
}

// curl_easy_strerror names no host, address or URL; the error buffer would.
absl::Status StatusFrom(TransportFailure failure, CURLcode code) {
  const std::string text = absl::StrCat("transport: ", curl_easy_strerror(code));
  if (failure == TransportFailure::kTimeout) return absl::DeadlineExceededError(text);
  return absl::UnavailableError(text);
}

}  // namespace

absl::string_view HttpHead::Header(absl::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return "";
}

HttpExchange::HttpExchange(HttpClient& client, const HttpRequest& request, BodySink& sink)
    : Timer(client.loop()),
      client_(client),
      request_(request),
      sink_(sink),
      easy_(curl_easy_init()),
      body_reader_(request_.body),
      body_wire_size_(request_.body_wire_size()) {
  Configure();
  client_.Add(easy_);
}

HttpExchange::~HttpExchange() {
  client_.Remove(easy_);
  curl_easy_cleanup(easy_);
  curl_slist_free_all(header_list_);
}

void HttpExchange::Configure() {
  curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy_, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  // Where an answer comes from is decided here and nowhere else: no redirects, no proxy or netrc of
  // the environment.
  curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy_, CURLOPT_PROXY, "");
  curl_easy_setopt(easy_, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!client_.options().ca_file.empty()) {
    curl_easy_setopt(easy_, CURLOPT_CAINFO, client_.options().ca_file.c_str());
  }
  curl_easy_setopt(easy_, CURLOPT_SHARE, client_.share());
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  // A name that does not resolve must not hold up the loop when its exchange is dropped.
  curl_easy_setopt(easy_, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(absl::ToInt64Milliseconds(request_.connect_timeout)));
  curl_easy_setopt(easy_, CURLOPT_PREREQFUNCTION, &HttpExchange::OnConnected);
  curl_easy_setopt(easy_, CURLOPT_PREREQDATA, this);
  curl_easy_setopt(easy_, CURLOPT_USERAGENT, "mediagen");
  if (request_.expects_media) curl_easy_setopt(easy_, CURLOPT_BUFFERSIZE, kMediaBlockBytes);
  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &HttpExchange::OnHeader);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &HttpExchange::OnBody);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  if (request_.at_most_once) {
    // libcurl re-sends by itself on a reused connection that turns out dead: lock one of two (the
    // other is OnSeek).
    curl_easy_setopt(easy_, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy_, CURLOPT_FORBID_REUSE, 1L);
  }
  if (request_.address_rule.has_value()) {
    curl_easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, &HttpExchange::OnOpenSocket);
    curl_easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, this);
    curl_easy_setopt(easy_, CURLOPT_FRESH_CONNECT, 1L);
  }
  ConfigureBody();
  // libcurl would wait a second for a 100 Continue, and repeat the request on a 417. It looks at
  // the first line of that name.
  header_list_ = curl_slist_append(header_list_, "Expect:");
  for (const std::vector<std::string>* lines : {&request_.headers, &request_.authorization}) {
    for (const std::string& line : *lines) {
      header_list_ = curl_slist_append(header_list_, line.c_str());
    }
  }
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, header_list_);
}

void HttpExchange::ConfigureBody() {
  const bool post = request_.method == "POST" || !request_.body.empty();
  if (request_.method != (post ? "POST" : "GET")) {
    curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  }
  if (post) {
    curl_easy_setopt(easy_, CURLOPT_POST, 1L);
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body_wire_size_));
    curl_easy_setopt(easy_, CURLOPT_READFUNCTION, &HttpExchange::OnRead);
    curl_easy_setopt(easy_, CURLOPT_READDATA, this);
    curl_easy_setopt(easy_, CURLOPT_SEEKFUNCTION, &HttpExchange::OnSeek);
    curl_easy_setopt(easy_, CURLOPT_SEEKDATA, this);
  }
}

bool HttpExchange::AnythingSent() const {
  long header_bytes = 0;
  curl_off_t body_bytes = 0;
  curl_easy_getinfo(easy_, CURLINFO_REQUEST_SIZE, &header_bytes);
  curl_easy_getinfo(easy_, CURLINFO_SIZE_UPLOAD_T, &body_bytes);
  return header_bytes > 0 || body_bytes > 0;
}

void HttpExchange::Resume() {
  if (!paused_ || done_) return;
  paused_ = false;
  StartClock();
  const CURLcode code = curl_easy_pause(easy_, CURLPAUSE_CONT);
  if (code == CURLE_OK) return;
  // The sink refused what had been put aside; libcurl tells nobody but us, and would go on.
  client_.Remove(easy_);
  OnFinished(code);
}

void HttpExchange::Abort() {
  if (done_) return;
  client_.Remove(easy_);  // Closes the connection now; removing twice is harmless.
  Fail(TransportFailure::kCut, absl::CancelledError("transport: given up"));
}

void HttpExchange::OnFinished(CURLcode code) {
  if (done_) return;
  // A transfer that ended well without a final head: the upstream wants to speak something else.
  if (code == CURLE_OK && head_.status == 0) code = CURLE_WEIRD_SERVER_REPLY;
  if (code == CURLE_COULDNT_CONNECT && address_refused_ && !address_allowed_) {
    Fail(TransportFailure::kAddress,
         absl::PermissionDeniedError("transport: the host's address may not be connected to"));
    return;
  }
  const TransportFailure failure =
      failure_ != TransportFailure::kNone ? failure_ : FailureFrom(code);
  if (failure == TransportFailure::kNone) {
    done_ = true;
    Cancel();
    changed_.Set();
    return;
  }
  Fail(failure, StatusFrom(failure, code));
}

void HttpExchange::Fail(TransportFailure failure, absl::Status status) {
  done_ = true;
  failure_ = failure;
  if (result_.ok()) result_ = std::move(status);
  Cancel();
  changed_.Set();
}

absl::Duration HttpExchange::SilenceLimit() const {
  const bool waiting_for_answer = head_.status == 0 && body_bytes_handed_out_ == body_wire_size_;
  return waiting_for_answer ? request_.response_timeout : request_.stall_timeout;
}

void HttpExchange::StartClock() {
  NoteActivity();
  Arm(After(last_activity_, SilenceLimit()));
}

void HttpExchange::OnTimer() {
  if (paused_) return;  // Resume starts the clock again.
  const MonotonicTime limit = After(last_activity_, SilenceLimit());
  if (limit > loop_.now()) {
    Arm(limit);
    return;
  }
  client_.Remove(easy_);  // Closes the connection now; removing twice is harmless.
  Fail(TransportFailure::kTimeout,
       absl::DeadlineExceededError(head_.status == 0
                                       ? "transport: the upstream did not answer in time"
                                       : "transport: the upstream fell silent"));
}

curl_socket_t HttpExchange::OnOpenSocket(void* exchange, curlsocktype, curl_sockaddr* address) {
  auto* self = static_cast<HttpExchange*>(exchange);
  if (!self->request_.address_rule->Allows(address->addr)) {
    self->address_refused_ = true;
    return CURL_SOCKET_BAD;
  }
  self->address_allowed_ = true;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

int HttpExchange::OnConnected(void* exchange, char*, char*, int, int) {
  static_cast<HttpExchange*>(exchange)->StartClock();
  return CURL_PREREQFUNC_OK;
}

size_t HttpExchange::OnHeader(char* line, size_t size, size_t count, void* exchange) {
  auto* self = static_cast<HttpExchange*>(exchange);
  self->NoteActivity();
  if (self->head_.status != 0) return size * count;  // A trailer: the head is complete.
  const absl::string_view text = absl::StripAsciiWhitespace(absl::string_view(line, size * count));
  if (absl::StartsWith(text, "HTTP/")) {
    self->head_ = HttpHead();  // Only the last head counts: interim answers (1xx) come before it.
  } else if (text.empty()) {
    long status = 0;
    curl_easy_getinfo(self->easy_, CURLINFO_RESPONSE_CODE, &status);
    if (status < 200) return size * count;
    self->head_.status = static_cast<int>(status);
    self->StartClock();
    self->changed_.Set();
  } else if (const size_t colon = text.find(':'); colon != absl::string_view::npos) {
    const absl::string_view name = text.substr(0, colon);
    const absl::string_view value = absl::StripAsciiWhitespace(text.substr(colon + 1));
    if (!IsTransferCodingWeRead(name, value)) {
      self->failure_ = TransportFailure::kCut;
      return 0;
    }
    self->head_.headers.emplace_back(name, value);
  }
  return size * count;
}

size_t HttpExchange::OnBody(char* bytes, size_t size, size_t count, void* exchange) {
  auto* self = static_cast<HttpExchange*>(exchange);
  const size_t length = size * count;
  if (self->body_bytes_received_ + static_cast<int64_t>(length) > self->request_.max_body_bytes) {
    self->failure_ = TransportFailure::kTooLarge;
    self->result_ = absl::ResourceExhaustedError("transport: the answer is larger than its limit");
    return CURL_WRITEFUNC_ERROR;
  }
  switch (self->sink_.OnBody(absl::string_view(bytes, length))) {
    case BodySink::Taken::kNothing:
      self->paused_ = true;
      self->changed_.Set();
      return CURL_WRITEFUNC_PAUSE;
    case BodySink::Taken::kRefused:
      self->failure_ = TransportFailure::kTooLarge;
      self->result_ =
          absl::ResourceExhaustedError("transport: the reader refused the rest of the answer");
      return CURL_WRITEFUNC_ERROR;
    case BodySink::Taken::kAll:
      break;
  }
  self->body_bytes_received_ += static_cast<int64_t>(length);
  self->NoteActivity();
  self->changed_.Set();
  return length;
}

size_t HttpExchange::OnRead(char* out, size_t size, size_t count, void* exchange) {
  auto* self = static_cast<HttpExchange*>(exchange);
  self->NoteActivity();
  const size_t read = self->body_reader_.Read(absl::MakeSpan(out, size * count));
  self->body_bytes_handed_out_ += static_cast<int64_t>(read);
  if (self->body_bytes_handed_out_ == self->body_wire_size_) self->StartClock();
  return read;
}

int HttpExchange::OnSeek(void* exchange, curl_off_t offset, int origin) {
  auto* self = static_cast<HttpExchange*>(exchange);
  // Lock two of two: a body that was paid for cannot be read again. (CANTSEEK would let libcurl
  // find another way.)
  if (self->request_.at_most_once || offset != 0 || origin != SEEK_SET) return CURL_SEEKFUNC_FAIL;
  self->body_reader_.Rewind();
  self->body_bytes_handed_out_ = 0;
  return CURL_SEEKFUNC_OK;
}

BodySink::Taken BodyText::OnBody(absl::string_view bytes) {
  if (text_.size() + bytes.size() > limit_) return Taken::kRefused;
  text_.append(bytes.data(), bytes.size());
  return Taken::kAll;
}

Task<absl::Status> WaitUntilDone(CallContext& call, HttpExchange& exchange) {
  while (!exchange.done()) {
    absl::StatusOr<Waited> waited =
        co_await Wait(call, exchange.changed(), absl::InfiniteDuration());
    if (!waited.ok()) co_return waited.status();
  }
  co_return absl::OkStatus();
}

}  // namespace mediagen
