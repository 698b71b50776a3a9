// One request to an upstream and its answer.
#ifndef MEDIAGEN_SERVER_NET_HTTP_EXCHANGE_H_
#define MEDIAGEN_SERVER_NET_HTTP_EXCHANGE_H_

#include <curl/curl.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/curl_request.h"
#include "server/net/http_client.h"
#include "server/net/http_head.h"
#include "server/net/http_request.h"
#include "server/net/request_body.h"
#include "server/net/transport_failure.h"

namespace mediagen {

// Takes an answer's body while it arrives, inside a callback of the exchange: it must not wait or
// resume anybody.
class BodySink {
 public:
  enum class Taken {
    kAll,
    // All of these, but no more: the exchange pauses until Resume. Better than kNothing behind
    // them: what has not been read from the connection stays there. What has been read still comes.
    kLast,
    kNothing,  // Not now: the exchange pauses until Resume, then the same bytes come again.
    kRefused,  // The body is not wanted any more: the exchange ends with an error.
  };
  virtual ~BodySink() = default;
  virtual Taken OnBody(absl::string_view bytes) = 0;
};

// Begins when constructed; ends by itself, or when destroyed (which closes the connection of an
// unfinished exchange). Owned by the flow that reads it, in the smallest scope; the request and the
// sink outlive it. Loop thread only.
class HttpExchange : private Timer {
 public:
  HttpExchange(HttpClient& client, const HttpRequest& request, BodySink& sink);
  ~HttpExchange() override;

  // Set when something has happened: the head came, the sink took bytes, or the exchange has ended.
  Signal& changed() { return changed_; }

  const HttpHead& head() const { return head_; }
  bool done() const { return done_; }
  // Of a done exchange: OK when the whole answer came, whatever its HTTP status.
  const absl::Status& result() const { return result_; }
  TransportFailure failure() const { return failure_; }
  // False only when it is proven that no byte of the request has left.
  bool AnythingSent() const;
  // Whether libcurl has taken all of the request's body, which is not looked at again then.
  bool WholeRequestSent() const { return body_bytes_handed_out_ == body_wire_size_; }
  int64_t body_bytes_received() const { return body_bytes_received_; }
  // Of the request's body, as far as libcurl has taken it.
  int64_t body_bytes_sent() const { return body_bytes_handed_out_; }

  // Goes on after a pause. Not from inside a callback.
  void Resume();

  // Ends the exchange here and now: when this returns, not one more byte leaves. Not from inside a
  // callback.
  void Abort();

 private:
  friend class HttpClient;

  void SetCallbacks();
  void OnFinished(CURLcode code);
  // The silence timer: libcurl's own speed limit cannot tell a model that thinks from a network
  // that hangs.
  void OnTimer() override;
  void Fail(TransportFailure failure, absl::Status status);
  absl::Duration SilenceLimit() const;
  void NoteActivity() { last_activity_ = loop_.now(); }
  // Something else is waited for from now on, under its own limit. (libcurl watches connecting.)
  void StartClock();

  static curl_socket_t OnOpenSocket(void* exchange, curlsocktype purpose, curl_sockaddr* address);
  static int OnConnected(void* exchange, char* ip, char* local_ip, int port, int local_port);
  static size_t OnHeader(char* line, size_t size, size_t count, void* exchange);
  static size_t OnBody(char* bytes, size_t size, size_t count, void* exchange);
  static size_t OnRead(char* out, size_t size, size_t count, void* exchange);
  static int OnSeek(void* exchange, curl_off_t offset, int origin);

  HttpClient& client_;
  const HttpRequest& request_;
  BodySink& sink_;
  const CurlRequest curl_;
  CURL* const easy_;  // Of curl_.
  RequestBodyReader body_reader_;
  const int64_t body_wire_size_;
  int64_t body_bytes_handed_out_ = 0;
  int64_t body_bytes_received_ = 0;

  Signal changed_;
  HttpHead head_;
  MonotonicTime last_activity_;
  // Of the request's address rule: what it has refused, and let through.
  bool address_refused_ = false;
  bool address_allowed_ = false;
  bool paused_ = false;
  bool done_ = false;
  absl::Status result_;
  TransportFailure failure_ = TransportFailure::kNone;
};

// Collects a body in memory, up to a limit.
class BodyText : public BodySink {
 public:
  explicit BodyText(size_t limit) : limit_(limit) {}
  Taken OnBody(absl::string_view bytes) override;
  const std::string& text() const { return text_; }

 private:
  const size_t limit_;
  std::string text_;
};

// Waits until `exchange` is done. An error says that the call has ended; the exchange's own result
// is in it.
Task<absl::Status> WaitUntilDone(CallContext& call, HttpExchange& exchange);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_NET_HTTP_EXCHANGE_H_
