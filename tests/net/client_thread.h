// An HttpClient on a loop of its own, and exchanges on it, for tests.
#ifndef MEDIAGEN_TESTS_NET_CLIENT_THREAD_H_
#define MEDIAGEN_TESTS_NET_CLIENT_THREAD_H_

#include <functional>
#include <limits>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/net/http_client.h"
#include "server/net/http_exchange.h"
#include "tests/async/flow_fixture.h"

namespace mediagen::testing {

// No exchange of a test may take longer.
inline constexpr absl::Duration kExchangeLimit = absl::Seconds(20);

// Keeps a body; at its mark it goes on as told. Loop thread only.
class MarkedSink : public BodySink {
 public:
  MarkedSink() = default;
  MarkedSink(size_t mark, Taken at_mark) : mark_(mark), at_mark_(at_mark) {}

  Taken OnBody(absl::string_view bytes) override;
  // From here on everything is taken.
  void LiftMark() { mark_ = std::numeric_limits<size_t>::max(); }
  void MoveMark(size_t mark) { mark_ = mark; }
  void SetAtMark(Taken at_mark) { at_mark_ = at_mark; }

  const std::string& text() const { return text_; }
  int pieces() const { return pieces_; }
  // How often it said that a piece was the last for now. Behind that it takes nothing until GoOn.
  int lasts() const { return lasts_; }
  void GoOn() { waits_ = false; }
  // How often it took nothing.
  int refusals() const { return refusals_; }

 private:
  size_t mark_ = std::numeric_limits<size_t>::max();
  Taken at_mark_ = Taken::kAll;
  std::string text_;
  int pieces_ = 0;
  int lasts_ = 0;
  bool waits_ = false;
  int refusals_ = 0;
};

// What became of an exchange.
struct Outcome {
  absl::Status result;
  TransportFailure failure = TransportFailure::kNone;
  bool anything_sent = false;
  HttpHead head;
  std::string body;
};

// Owns the loop, its thread and the client. Used by the test's thread.
class ClientThread {
 public:
  explicit ClientThread(HttpClientOptions options = HttpClientOptions());
  ~ClientThread();

  LoopThread& thread() { return thread_; }
  HttpClient& client() { return *client_; }

  // A whole exchange.
  Outcome Send(const HttpRequest& request);

 private:
  LoopThread thread_;
  std::unique_ptr<HttpClient> client_;  // Made and destroyed on the loop.
};

// One exchange under way, seen from the test's thread. Must not outlive its client.
class TestExchange {
 public:
  TestExchange(ClientThread& client, HttpRequest request, MarkedSink sink = MarkedSink());
  ~TestExchange() { Destroy(); }

  // Runs on the loop.
  void Run(const std::function<void(HttpExchange&, MarkedSink&)>& work);
  bool Is(const std::function<bool(const HttpExchange&, const MarkedSink&)>& so);
  // False when the limit passes first.
  bool WaitUntil(const std::function<bool(const HttpExchange&, const MarkedSink&)>& so,
                 absl::Duration limit = kExchangeLimit);
  bool WaitUntilPaused();
  // Nothing is left to hear about for that long.
  bool StaysSilent(absl::Duration limit);
  void LiftMarkAndResume();

  // Waits for its end; a failure that says so when it does not come.
  Outcome Finish();
  // Destroys the exchange on the loop.
  void Destroy();

  HttpExchange& exchange() { return *exchange_; }

 private:
  ClientThread& client_;
  const HttpRequest request_;
  MarkedSink sink_;
  std::unique_ptr<HttpExchange> exchange_;
};

HttpRequest Get(std::string url);
HttpRequest Post(std::string url, std::string body);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_NET_CLIENT_THREAD_H_
