#include "server/net/http_exchange.h"

#include <sys/socket.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

// Chunks are how a body may come. libcurl would undo any compression, too, of which nobody asked
// for any, and without bound while the reader pauses.
bool IsTransferCodingWeRead(absl::string_view name, absl::string_view value) {
  return !absl::EqualsIgnoreCase(name, "Transfer-Encoding") ||
         absl::EqualsIgnoreCase(value, "chunked") || absl::EqualsIgnoreCase(value, "identity");
}

}  // namespace

HttpExchange::HttpExchange(HttpClient& client, const HttpRequest& request, BodySink& sink)
    : Timer(client.loop()),
      client_(client),
      request_(request),
      sink_(sink),
      curl_(client, request),
      easy_(curl_.handle()),
      body_reader_(request_.body),
      body_wire_size_(request_.body_wire_size()) {
  SetCallbacks();
  client_.Add(easy_);
}

HttpExchange::~HttpExchange() { client_.Remove(easy_); }

void HttpExchange::SetCallbacks() {
  curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy_, CURLOPT_PREREQFUNCTION, &HttpExchange::OnConnected);
  curl_easy_setopt(easy_, CURLOPT_PREREQDATA, this);
  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &HttpExchange::OnHeader);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &HttpExchange::OnBody);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy_, CURLOPT_READFUNCTION, &HttpExchange::OnRead);
  curl_easy_setopt(easy_, CURLOPT_READDATA, this);
  curl_easy_setopt(easy_, CURLOPT_SEEKFUNCTION, &HttpExchange::OnSeek);
  curl_easy_setopt(easy_, CURLOPT_SEEKDATA, this);
  if (request_.address_rule.has_value()) {
    curl_easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, &HttpExchange::OnOpenSocket);
    curl_easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, this);
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
    case BodySink::Taken::kLast:
      self->paused_ = true;
      // In both directions: a pause of one alone makes libcurl look at the connection at once, and
      // read a block that it then has to put aside.
      curl_easy_pause(self->easy_, CURLPAUSE_ALL);
      break;
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
