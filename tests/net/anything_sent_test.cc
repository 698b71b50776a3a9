// AnythingSent() is what decides whether a paid request may leave again: false is a proof.
#include <gtest/gtest.h>

#include <string>

#include "server/net/http_exchange.h"
#include "tests/fakes/fake_upstream.h"
#include "tests/fakes/silent_port.h"
#include "tests/net/client_thread.h"
#include "tests/net/hand_served_port.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::ClientThread;
using testing::CutKind;
using testing::FakeUpstream;
using testing::Get;
using testing::HandServedPort;
using testing::Outcome;
using testing::Post;
using testing::TestExchange;

HttpRequest Paid(std::string url, size_t size = 4) {
  HttpRequest request = Post(std::move(url), std::string(size, 'x'));
  request.at_most_once = true;
  return request;
}

TEST(AnythingSentTest, NothingWhenTheConnectionIsRefused) {
  FakeUpstream fake;
  fake.Stop();
  ClientThread client;
  const Outcome outcome = client.Send(Paid(fake.base_url()));
  EXPECT_EQ(outcome.failure, TransportFailure::kConnect);
  EXPECT_TRUE(absl::IsUnavailable(outcome.result)) << outcome.result;
  EXPECT_FALSE(outcome.anything_sent);
}

TEST(AnythingSentTest, NothingWhenTheNameDoesNotResolve) {
  ClientThread client;
  const Outcome outcome = client.Send(Paid("http://mediagen.invalid/"));
  // A resolver that cannot be reached may take longer than connecting may.
  EXPECT_TRUE(outcome.failure == TransportFailure::kConnect ||
              outcome.failure == TransportFailure::kTimeout)
      << outcome.result;
  EXPECT_FALSE(outcome.anything_sent);
}

TEST(AnythingSentTest, NothingWhenConnectingTakesTooLong) {
  testing::SilentPort silent;
  ClientThread client;
  HttpRequest request = Paid(silent.base_url());
  request.connect_timeout = absl::Milliseconds(100);
  const Outcome outcome = client.Send(request);
  EXPECT_EQ(outcome.failure, TransportFailure::kTimeout);
  EXPECT_FALSE(outcome.anything_sent);
}

TEST(AnythingSentTest, NothingWhenTheUpstreamSpeaksNoTls) {
  HandServedPort port;
  ClientThread client;
  TestExchange exchange(client, Paid(port.base_url("https")));
  ASSERT_TRUE(port.Accept());
  ASSERT_TRUE(port.Write("HTTP/1.1 400 Bad Request\r\n\r\n"));
  const Outcome outcome = exchange.Finish();
  EXPECT_EQ(outcome.failure, TransportFailure::kConnect);
  EXPECT_FALSE(outcome.anything_sent);
}

TEST(AnythingSentTest, SomethingWhenItWasCutAfterItWasRead) {
  for (CutKind kind : {CutKind::kReset, CutKind::kClose}) {
    FakeUpstream fake;
    fake.Enqueue(Answer().CloseBeforeAnswer(kind));
    ClientThread client;
    const Outcome outcome = client.Send(Paid(fake.base_url()));
    EXPECT_EQ(outcome.failure, TransportFailure::kCut);
    EXPECT_TRUE(outcome.anything_sent);
  }
}

// With or without TLS: writing to a broken connection must not end the process, either.
TEST(AnythingSentTest, SomethingWhenItWasCutInTheMiddleOfTheBody) {
  for (bool tls : {false, true}) {
    FakeUpstream fake({.tls = tls, .receive_buffer_bytes = 4096});
    fake.Enqueue(Answer().StallBeforeReadingBody().CloseBeforeAnswer());
    HttpClientOptions options;
    options.ca_file = fake.ca_file();
    ClientThread client(options);
    TestExchange exchange(client, Paid(fake.base_url(), 20'000'000));
    ASSERT_TRUE(fake.WaitForHeads(1));
    fake.Release();
    const Outcome outcome = exchange.Finish();
    EXPECT_EQ(outcome.failure, TransportFailure::kCut);
    EXPECT_TRUE(outcome.anything_sent);
    EXPECT_EQ(fake.head_count(), 1u);
    EXPECT_EQ(fake.request_count(), 0u);
  }
}

TEST(AnythingSentTest, SomethingWhenTheAnswerDidNotComeInTime) {
  FakeUpstream fake;
  fake.Enqueue(Answer().HoldUntilReleased());
  ClientThread client;
  HttpRequest request = Paid(fake.base_url());
  request.response_timeout = absl::Milliseconds(100);
  const Outcome outcome = client.Send(request);
  EXPECT_EQ(outcome.failure, TransportFailure::kTimeout);
  EXPECT_TRUE(outcome.anything_sent);
}

// libcurl calls this COULDNT_CONNECT, because it tried again by itself and was refused.
TEST(AnythingSentTest, SomethingWhenOnlyTheSecondTryWasRefused) {
  HandServedPort port;
  ClientThread client;
  TestExchange first(client, Get(port.base_url()));
  ASSERT_TRUE(port.Accept());
  ASSERT_TRUE(port.ReadHead());
  ASSERT_TRUE(port.Write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  ASSERT_TRUE(first.Finish().result.ok());
  port.StopListening();
  TestExchange second(client, Post(port.base_url(), "body"));
  ASSERT_TRUE(port.ReadHead());
  port.Reset();
  const Outcome outcome = second.Finish();
  EXPECT_EQ(outcome.failure, TransportFailure::kConnect);
  EXPECT_TRUE(outcome.anything_sent);
}

TEST(AnythingSentTest, NothingYetWhileConnecting) {
  testing::SilentPort silent;
  ClientThread client;
  TestExchange exchange(client, Paid(silent.base_url()));
  exchange.Run([](HttpExchange& it, const testing::MarkedSink&) {
    EXPECT_FALSE(it.done());
    EXPECT_FALSE(it.AnythingSent());
  });
}

}  // namespace
}  // namespace mediagen
