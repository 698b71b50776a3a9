// Destroying an exchange closes its connection, wherever it is.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "absl/time/clock.h"
#include "server/net/http_exchange.h"
#include "tests/fakes/fake_upstream.h"
#include "tests/fakes/silent_port.h"
#include "tests/net/client_thread.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::ClientThread;
using testing::FakeUpstream;
using testing::Get;
using testing::MarkedSink;
using testing::Post;
using testing::TestExchange;

constexpr std::chrono::milliseconds kSoon{1000};

class ExchangeCancelTest : public ::testing::TestWithParam<bool> {
 protected:
  ExchangeCancelTest() : fake_({.tls = GetParam(), .receive_buffer_bytes = 4096}) {}

  HttpClientOptions Options() {
    HttpClientOptions options;
    options.ca_file = fake_.ca_file();
    return options;
  }
  void ExpectClosedSoon() {
    EXPECT_TRUE(fake_.WaitForPeerCloses(1, kSoon));
    EXPECT_TRUE(fake_.WaitUntilNoConnections(kSoon));
  }

  FakeUpstream fake_;
  ClientThread client_{Options()};
};

TEST_P(ExchangeCancelTest, WhileSending) {
  fake_.Enqueue(Answer().StallBeforeReadingBody());
  TestExchange exchange(client_, Post(fake_.base_url(), std::string(20'000'000, 'x')));
  ASSERT_TRUE(fake_.WaitForHeads(1));
  exchange.Destroy();
  ExpectClosedSoon();
}

TEST_P(ExchangeCancelTest, WhileWaitingForTheHead) {
  fake_.Enqueue(Answer().HoldUntilReleased());
  TestExchange exchange(client_, Post(fake_.base_url(), "body"));
  ASSERT_TRUE(fake_.WaitForRequests(1));
  exchange.Destroy();
  ExpectClosedSoon();
}

TEST_P(ExchangeCancelTest, InTheMiddleOfTheBody) {
  fake_.Enqueue(Answer(200, "0123456789").StallAfter(5));
  TestExchange exchange(client_, Get(fake_.base_url()));
  ASSERT_TRUE(exchange.WaitUntil(
      [](const HttpExchange& it, const MarkedSink&) { return it.body_bytes_received() == 5; }));
  exchange.Destroy();
  ExpectClosedSoon();
}

TEST_P(ExchangeCancelTest, WhilePaused) {
  fake_.Enqueue(Answer(200, std::string(100'000'000, 'x')));
  TestExchange exchange(client_, Get(fake_.base_url()), MarkedSink(0, BodySink::Taken::kNothing));
  ASSERT_TRUE(exchange.WaitUntilPaused());
  exchange.Destroy();
  ExpectClosedSoon();
}

INSTANTIATE_TEST_SUITE_P(PlainAndTls, ExchangeCancelTest, ::testing::Bool(),
                         [](const auto& info) { return info.param ? "Tls" : "Plain"; });

TEST(ExchangeCancelConnectingTest, WhileTheNameIsLookedUp) {
  ClientThread client;
  TestExchange exchange(client, Get("http://mediagen.invalid/"));
  const absl::Time before = absl::Now();
  exchange.Destroy();
  EXPECT_LT(absl::Now() - before, absl::Seconds(1));
}

TEST(ExchangeCancelConnectingTest, WhileTheHandshakeOfTcpIsUnderWay) {
  testing::SilentPort silent;
  ClientThread client;
  TestExchange exchange(client, Get(silent.base_url()));
  EXPECT_TRUE(exchange.StaysSilent(absl::Milliseconds(20)));
  const absl::Time before = absl::Now();
  exchange.Destroy();
  EXPECT_LT(absl::Now() - before, absl::Seconds(1));
}

TEST(ExchangeCancelConnectingTest, WhileTheHandshakeOfTlsIsUnderWay) {
  FakeUpstream fake({.tls = true});
  fake.StallAccept();
  ClientThread client;
  TestExchange exchange(client, Get(fake.base_url()));
  ASSERT_TRUE(fake.WaitForConnections(1));
  exchange.Destroy();
  EXPECT_TRUE(fake.WaitUntilNoConnections(kSoon));
}

// An end that is told, unlike the one of destruction.
TEST(ExchangeAbortTest, ClosesAtOnceAndSaysSo) {
  FakeUpstream fake;
  fake.SetDefault(Answer().HoldUntilReleased());
  ClientThread client;
  TestExchange exchange(client, Post(fake.base_url(), "body"));
  ASSERT_TRUE(fake.WaitForRequests(1));
  exchange.Run([](HttpExchange& it, MarkedSink&) {
    it.Abort();
    it.Abort();
    it.Resume();
  });
  const testing::Outcome outcome = exchange.Finish();
  EXPECT_EQ(outcome.failure, TransportFailure::kCut);
  EXPECT_TRUE(absl::IsCancelled(outcome.result)) << outcome.result;
  EXPECT_TRUE(outcome.anything_sent);
  EXPECT_TRUE(fake.WaitUntilNoConnections(kSoon));
}

TEST(ExchangeAbortTest, BeforeConnectingNothingHasLeft) {
  testing::SilentPort silent;
  ClientThread client;
  TestExchange exchange(client, Post(silent.base_url(), "body"));
  exchange.Run([](HttpExchange& it, MarkedSink&) { it.Abort(); });
  EXPECT_FALSE(exchange.Finish().anything_sent);
}

TEST(ExchangeAbortTest, AfterTheEndNothingChanges) {
  FakeUpstream fake;
  fake.SetDefault(Answer(200, "body"));
  ClientThread client;
  TestExchange exchange(client, Get(fake.base_url()));
  EXPECT_TRUE(exchange.Finish().result.ok());
  exchange.Run([](HttpExchange& it, MarkedSink&) { it.Abort(); });
  EXPECT_TRUE(exchange.Finish().result.ok());
}

// Destroying late is no harm, and leaves the connection for others.
TEST(ExchangeCancelConnectingTest, AfterTheEnd) {
  FakeUpstream fake;
  fake.SetDefault(Answer(200, "body"));
  ClientThread client;
  TestExchange exchange(client, Get(fake.base_url()));
  EXPECT_TRUE(exchange.Finish().result.ok());
  exchange.Destroy();
  EXPECT_TRUE(client.Send(Get(fake.base_url())).result.ok());
  EXPECT_EQ(fake.accepted_connections(), 1);
}

}  // namespace
}  // namespace mediagen
