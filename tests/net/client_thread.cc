#include "tests/net/client_thread.h"

#include <optional>
#include <utility>

namespace mediagen::testing {
namespace {

Task<absl::Status> WaitUntilTrue(CallContext& call, HttpExchange& exchange,
                                 const std::function<bool()>& so) {
  while (!so()) {
    absl::StatusOr<Waited> waited =
        co_await Wait(call, exchange.changed(), absl::InfiniteDuration());
    if (!waited.ok()) co_return waited.status();
  }
  co_return absl::OkStatus();
}

Task<absl::Status> WaitOnce(CallContext& call, HttpExchange& exchange, absl::Duration limit,
                            std::optional<Waited>& outcome) {
  absl::StatusOr<Waited> waited = co_await Wait(call, exchange.changed(), limit);
  if (waited.ok()) outcome = *waited;
  co_return waited.status();
}

}  // namespace

BodySink::Taken MarkedSink::OnBody(absl::string_view bytes) {
  if (waits_) {
    ++refusals_;
    return Taken::kNothing;
  }
  const bool at_mark = text_.size() >= mark_ && at_mark_ != Taken::kAll;
  if (at_mark && at_mark_ != Taken::kLast) {
    ++refusals_;
    return at_mark_;
  }
  text_.append(bytes.data(), bytes.size());
  ++pieces_;
  if (!at_mark) return Taken::kAll;
  ++lasts_;
  waits_ = true;
  return Taken::kLast;
}

ClientThread::ClientThread(HttpClientOptions options) {
  thread_.Run([&] { client_ = std::make_unique<HttpClient>(thread_.loop(), std::move(options)); });
}

ClientThread::~ClientThread() {
  thread_.Run([&] { client_.reset(); });
}

Outcome ClientThread::Send(const HttpRequest& request) {
  TestExchange exchange(*this, request);
  return exchange.Finish();
}

TestExchange::TestExchange(ClientThread& client, HttpRequest request, MarkedSink sink)
    : client_(client), request_(std::move(request)), sink_(std::move(sink)) {
  client_.thread().Run(
      [&] { exchange_ = std::make_unique<HttpExchange>(client_.client(), request_, sink_); });
}

void TestExchange::Run(const std::function<void(HttpExchange&, MarkedSink&)>& work) {
  client_.thread().Run([&] { work(*exchange_, sink_); });
}

bool TestExchange::Is(const std::function<bool(const HttpExchange&, const MarkedSink&)>& so) {
  bool is = false;
  client_.thread().Run([&] { is = so(*exchange_, sink_); });
  return is;
}

bool TestExchange::WaitUntil(const std::function<bool(const HttpExchange&, const MarkedSink&)>& so,
                             absl::Duration limit) {
  EventLoop& loop = client_.thread().loop();
  CallContext call(loop, After(loop.now(), limit));
  const std::function<bool()> now_so = [&] { return so(*exchange_, sink_); };
  return client_.thread().RunFlow([&] { return WaitUntilTrue(call, *exchange_, now_so); }).ok();
}

bool TestExchange::WaitUntilPaused() {
  return WaitUntil([](const HttpExchange&, const MarkedSink& sink) { return sink.refusals() > 0; });
}

bool TestExchange::StaysSilent(absl::Duration limit) {
  CallContext call(client_.thread().loop());
  std::optional<Waited> outcome;
  client_.thread()
      .RunFlow([&] { return WaitOnce(call, *exchange_, absl::ZeroDuration(), outcome); })
      .IgnoreError();  // What was there before does not count.
  client_.thread()
      .RunFlow([&] { return WaitOnce(call, *exchange_, limit, outcome); })
      .IgnoreError();
  return outcome == Waited::kIdle;
}

void TestExchange::LiftMarkAndResume() {
  Run([](HttpExchange& exchange, MarkedSink& sink) {
    sink.LiftMark();
    exchange.Resume();
  });
}

Outcome TestExchange::Finish() {
  Outcome outcome;
  const bool done =
      WaitUntil([](const HttpExchange& exchange, const MarkedSink&) { return exchange.done(); });
  Run([&](HttpExchange& exchange, MarkedSink& sink) {
    outcome.result = done ? exchange.result() : absl::InternalError("the exchange does not end");
    outcome.failure = exchange.failure();
    outcome.anything_sent = exchange.AnythingSent();
    outcome.head = exchange.head();
    outcome.body = sink.text();
  });
  return outcome;
}

void TestExchange::Destroy() {
  client_.thread().Run([&] { exchange_.reset(); });
}

HttpRequest Get(std::string url) {
  HttpRequest request;
  request.url = std::move(url);
  return request;
}

HttpRequest Post(std::string url, std::string body) {
  HttpRequest request;
  request.method = "POST";
  request.url = std::move(url);
  request.body.emplace_back(std::move(body), BodySegment::Encoding::kAsIs);
  return request;
}

}  // namespace mediagen::testing
