#ifndef MEDIAGEN_TESTS_FAKES_FAKE_UPSTREAM_H_
#define MEDIAGEN_TESTS_FAKES_FAKE_UPSTREAM_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "sandbox/http_server.h"
#include "tests/fakes/answer.h"

namespace mediagen::testing {

inline constexpr std::chrono::milliseconds kTestLimit{10'000};

struct FakeUpstreamOptions {
  int port = 0;      // 0: the system picks one.
  bool tls = false;  // With a certificate of its own for 127.0.0.1, see ca_file().
  int send_buffer_bytes =
      0;  // SO_SNDBUF; small, so that a slow reader is noticed soon. 0: the system's.
  int receive_buffer_bytes = 0;  // SO_RCVBUF; small, so that an unread body blocks its sender soon.
};

// An HTTP upstream that does what the test told it, and can then be asked what it saw.
// Owns its server. Any thread, but the destructor. Aborts the test program when it cannot listen.
class FakeUpstream {
 public:
  using AnswerFunction = std::function<Answer(const http::Request&)>;

  explicit FakeUpstream(FakeUpstreamOptions options = {});
  ~FakeUpstream();
  FakeUpstream(const FakeUpstream&) = delete;
  FakeUpstream& operator=(const FakeUpstream&) = delete;

  // "http://127.0.0.1:PORT", or https, without a trailing slash.
  std::string base_url() const { return server_->base_url(); }
  int port() const { return server_->port(); }
  // PEM file of the certificate to trust; "" without TLS. It is deleted with this object.
  const std::string& ca_file() const { return ca_file_; }

  // One answer each, in the order in which the heads of requests arrive; a request whose body then
  // never arrives has used its answer up.
  void Enqueue(Answer answer);
  // For requests that find the queue empty. Without it they get a 404 that says so.
  void SetDefault(Answer answer);
  void SetDefault(AnswerFunction function);

  // For the connections that come from now on.
  void SetAcceptAction(http::AcceptAction action);
  // Accepts, then never reads.
  void StallAccept() { SetAcceptAction(http::AcceptAction::kHold); }

  // Lets every request that has arrived so far go on from its hold or stall, also one that has not
  // reached it yet. Later requests hold again.
  void Release();
  // From now on connecting is refused; what was recorded stays.
  void Stop();

  // Requests that arrived completely, head and whole body, in that order.
  std::vector<http::Request> requests() const;
  size_t request_count() const;
  // Requests whose head arrived, whatever became of their body.
  size_t head_count() const;
  int accepted_connections() const;
  int open_connections() const;
  // Connections that the peer ended before this side did.
  int connections_closed_by_peer() const;
  // Body bytes of all answers that the kernel has taken.
  uint64_t body_bytes_sent() const { return body_bytes_sent_; }

  // Each waits until there are at least so many (or no connection is open), and is false when the
  // limit passes before.
  bool WaitForRequests(size_t count, std::chrono::milliseconds limit = kTestLimit) const;
  bool WaitForHeads(size_t count, std::chrono::milliseconds limit = kTestLimit) const;
  bool WaitForConnections(int count, std::chrono::milliseconds limit = kTestLimit) const;
  bool WaitForPeerCloses(int count, std::chrono::milliseconds limit = kTestLimit) const;
  bool WaitUntilNoConnections(std::chrono::milliseconds limit = kTestLimit) const;

 private:
  bool WaitUntil(std::chrono::milliseconds limit, const std::function<bool()>& happened) const;
  http::AcceptAction OnAccept();
  http::HeadAction OnHead(const http::Request& request);
  void OnClose(int connection_id, bool by_peer);
  void Handle(const http::Request& request, http::Connection& connection);

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  // All guarded by mutex_.
  std::deque<Answer> queue_;
  std::map<int, Answer> chosen_;  // By connection: the answer to the request being read.
  std::map<int, std::shared_ptr<http::Gate>> gates_;  // By connection: what releases that request.
  std::unique_ptr<Answer> default_answer_;
  AnswerFunction default_function_;
  http::AcceptAction accept_action_ = http::AcceptAction::kServe;
  std::shared_ptr<http::Gate> gate_;
  std::vector<http::Request> requests_;
  size_t heads_ = 0;
  int accepted_ = 0;
  int closed_ = 0;
  int closed_by_peer_ = 0;

  std::atomic<uint64_t> body_bytes_sent_{0};
  std::string ca_file_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_FAKES_FAKE_UPSTREAM_H_
