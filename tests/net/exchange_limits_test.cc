// The limits of time, each apart from the others.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "absl/synchronization/notification.h"
#include "server/net/http_exchange.h"
#include "tests/fakes/fake_upstream.h"
#include "tests/fakes/silent_port.h"
#include "tests/net/client_thread.h"
#include "tests/net/hand_served_port.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::ClientThread;
using testing::FakeUpstream;
using testing::Get;
using testing::HandServedPort;
using testing::MarkedSink;
using testing::Outcome;
using testing::Post;
using testing::TestExchange;

constexpr absl::Duration kShort = absl::Milliseconds(200);

// All limits out of reach, so that only the one under test can end the exchange.
HttpRequest Patient(HttpRequest request) {
  request.connect_timeout = absl::Hours(1);
  request.response_timeout = absl::Hours(1);
  request.stall_timeout = absl::Hours(1);
  return request;
}

void ExpectTimeout(const Outcome& outcome) {
  EXPECT_EQ(outcome.failure, TransportFailure::kTimeout);
  EXPECT_TRUE(absl::IsDeadlineExceeded(outcome.result)) << outcome.result;
}

TEST(ExchangeLimitsTest, ConnectTimeoutEndsTheHandshakeOfTcp) {
  testing::SilentPort silent;
  ClientThread client;
  HttpRequest request = Patient(Get(silent.base_url()));
  request.connect_timeout = kShort;
  ExpectTimeout(client.Send(request));
}

TEST(ExchangeLimitsTest, ConnectTimeoutEndsTheHandshakeOfTls) {
  FakeUpstream fake({.tls = true});
  fake.StallAccept();
  ClientThread client;
  HttpRequest request = Patient(Get(fake.base_url()));
  request.connect_timeout = kShort;
  const Outcome outcome = client.Send(request);
  ExpectTimeout(outcome);
  EXPECT_FALSE(outcome.anything_sent);
  EXPECT_TRUE(fake.WaitUntilNoConnections());
}

TEST(ExchangeLimitsTest, ResponseTimeoutEndsTheSilenceBeforeTheHead) {
  for (const char* method : {"GET", "POST"}) {
    for (size_t size : {size_t{0}, size_t{4}, size_t{3'000'000}}) {
      SCOPED_TRACE(method);
      FakeUpstream fake;
      fake.Enqueue(Answer().HoldUntilReleased());
      ClientThread client;
      HttpRequest request = Patient(Get(fake.base_url()));
      request.method = method;
      if (request.method == "POST") request = Patient(Post(request.url, std::string(size, 'x')));
      request.response_timeout = kShort;
      TestExchange exchange(client, request);
      ExpectTimeout(exchange.Finish());
      EXPECT_EQ(fake.request_count(), 1u);
      // The connection is closed at once, not with the exchange.
      EXPECT_TRUE(fake.WaitUntilNoConnections());
    }
  }
}

TEST(ExchangeLimitsTest, StallTimeoutEndsTheSilenceInTheAnswer) {
  for (uint64_t after : {0, 5}) {
    FakeUpstream fake;
    fake.Enqueue(Answer(200, "0123456789").StallAfter(after));
    ClientThread client;
    HttpRequest request = Patient(Get(fake.base_url()));
    request.stall_timeout = kShort;
    const Outcome outcome = client.Send(request);
    ExpectTimeout(outcome);
    EXPECT_EQ(outcome.head.status, 200);
    EXPECT_EQ(outcome.body.size(), after);
  }
}

TEST(ExchangeLimitsTest, StallTimeoutEndsTheSilenceInTheRequest) {
  FakeUpstream fake({.receive_buffer_bytes = 4096});
  fake.Enqueue(Answer().StallBeforeReadingBody());
  ClientThread client;
  HttpRequest request = Patient(Post(fake.base_url(), std::string(20'000'000, 'x')));
  request.stall_timeout = kShort;
  const Outcome outcome = client.Send(request);
  ExpectTimeout(outcome);
  EXPECT_TRUE(outcome.anything_sent);
  EXPECT_EQ(fake.request_count(), 0u);
}

TEST(ExchangeLimitsTest, AModelMayThinkLongerThanABodyMayStall) {
  FakeUpstream fake;
  fake.Enqueue(Answer(200, "late").DelayBefore(std::chrono::milliseconds(600)));
  ClientThread client;
  HttpRequest request = Patient(Post(fake.base_url(), "body"));
  request.stall_timeout = kShort;
  EXPECT_EQ(client.Send(request).body, "late");
}

TEST(ExchangeLimitsTest, ABodyThatKeepsComingIsNotCut) {
  FakeUpstream fake;
  fake.Enqueue(Answer(200, std::string(40, 'x')).WriteEvery(1, std::chrono::milliseconds(50)));
  ClientThread client;
  HttpRequest request = Patient(Get(fake.base_url()));
  request.stall_timeout = absl::Seconds(1);
  request.response_timeout = absl::Seconds(1);
  request.connect_timeout = absl::Seconds(1);
  EXPECT_EQ(client.Send(request).body.size(), 40u);
}

TEST(ExchangeLimitsTest, TimePausedByTheReaderIsNoStall) {
  FakeUpstream fake;
  const std::string body(20'000'000, 'x');
  fake.Enqueue(Answer(200, body));
  ClientThread client;
  HttpRequest request = Patient(Get(fake.base_url()));
  request.stall_timeout = absl::Seconds(1);
  TestExchange exchange(client, request, MarkedSink(0, BodySink::Taken::kNothing));
  ASSERT_TRUE(exchange.WaitUntilPaused());
  EXPECT_TRUE(exchange.StaysSilent(absl::Milliseconds(1500)));
  exchange.LiftMarkAndResume();
  EXPECT_EQ(exchange.Finish().body.size(), body.size());
}

TEST(ExchangeLimitsTest, TheClockRunsAgainAfterAPause) {
  FakeUpstream fake;
  fake.Enqueue(Answer(200, "0123456789").StallAfter(5));
  ClientThread client;
  HttpRequest request = Patient(Get(fake.base_url()));
  request.stall_timeout = kShort;
  TestExchange exchange(client, request, MarkedSink(0, BodySink::Taken::kNothing));
  ASSERT_TRUE(exchange.WaitUntilPaused());
  EXPECT_TRUE(exchange.StaysSilent(2 * kShort));
  exchange.LiftMarkAndResume();
  const Outcome outcome = exchange.Finish();
  ExpectTimeout(outcome);
  EXPECT_EQ(outcome.body, "01234");
}

// The upstream reads for longer than it may be silent afterwards.
TEST(ExchangeLimitsTest, ResponseTimeoutDoesNotCutALongUpload) {
  constexpr size_t kBodyBytes = 24'000'000;
  HandServedPort port;
  ClientThread client;
  HttpRequest request = Patient(Post(port.base_url(), std::string(kBodyBytes, 'x')));
  request.response_timeout = absl::Seconds(1);
  request.stall_timeout = absl::Seconds(1);
  TestExchange exchange(client, request);
  ASSERT_TRUE(port.Accept());
  ASSERT_TRUE(port.ReadHead());
  absl::Notification never;
  for (size_t left = kBodyBytes - 100'000; left > 0;) {
    const size_t read = port.ReadSome(std::min<size_t>(left, 400'000));
    ASSERT_GT(read, 0u);
    left -= read;
    // Slow at first; what then waits in the kernel is not held up.
    if (left > 12'000'000) never.WaitForNotificationWithTimeout(absl::Milliseconds(50));
  }
  ASSERT_TRUE(port.Write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_TRUE(exchange.Finish().result.ok());
}

}  // namespace
}  // namespace mediagen
