// What head() knows of an answer.
#include <gtest/gtest.h>

#include <string>

#include "server/net/http_exchange.h"
#include "tests/fakes/fake_upstream.h"
#include "tests/net/client_thread.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::ClientThread;
using testing::FakeUpstream;
using testing::Get;
using testing::MarkedSink;
using testing::Outcome;
using testing::TestExchange;

Outcome SendAndAnswer(const std::string& raw) {
  FakeUpstream fake;
  fake.Enqueue(Answer().Raw(raw));
  ClientThread client;
  return client.Send(Get(fake.base_url()));
}

TEST(ExchangeHeadTest, ComparesNamesWithoutRegardToCaseAndTrimsValues) {
  const Outcome outcome = SendAndAnswer(
      "HTTP/1.1 200 OK\r\nX-Request-Id:  abc \r\ncontent-TYPE:text/plain\r\nEmpty:\r\n"
      "With-Colon: a:b: c\r\nContent-Length: 0\r\n\r\n");
  ASSERT_TRUE(outcome.result.ok()) << outcome.result;
  EXPECT_EQ(outcome.head.status, 200);
  EXPECT_EQ(outcome.head.Header("x-request-id"), "abc");
  EXPECT_EQ(outcome.head.Header("Content-Type"), "text/plain");
  EXPECT_EQ(outcome.head.Header("with-colon"), "a:b: c");
  EXPECT_EQ(outcome.head.Header("empty"), "");
  EXPECT_EQ(outcome.head.Header("absent"), "");
  EXPECT_EQ(outcome.head.headers.size(), 5u);
}

TEST(ExchangeHeadTest, OfHeadersOfOneNameTheFirstCounts) {
  const Outcome outcome = SendAndAnswer(
      "HTTP/1.1 429 Slow\r\nRetry-After: 1\r\nretry-after: 2\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(outcome.head.Header("Retry-After"), "1");
  EXPECT_EQ(outcome.head.headers.size(), 3u);
}

TEST(ExchangeHeadTest, InterimAnswersLeaveNoTrace) {
  const Outcome outcome = SendAndAnswer(
      "HTTP/1.1 100 Continue\r\n\r\n"
      "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\nRetry-After: 9\r\n\r\n"
      "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy");
  ASSERT_TRUE(outcome.result.ok()) << outcome.result;
  EXPECT_EQ(outcome.head.status, 503);
  EXPECT_EQ(outcome.head.Header("Link"), "");
  EXPECT_EQ(outcome.head.Header("Retry-After"), "");
  EXPECT_EQ(outcome.head.headers.size(), 1u);
  EXPECT_EQ(outcome.body, "busy");
}

TEST(ExchangeHeadTest, ThereIsNoHeadBeforeTheFinalOne) {
  FakeUpstream fake;
  fake.Enqueue(Answer().Raw("HTTP/1.1 100 Continue\r\nX: 1\r\n\r\n"));
  ClientThread client;
  const Outcome outcome = client.Send(Get(fake.base_url()));
  EXPECT_EQ(outcome.failure, TransportFailure::kCut);
  EXPECT_EQ(outcome.head.status, 0);
}

// Nobody asked for another protocol, so this is no answer.
TEST(ExchangeHeadTest, SwitchingProtocolsIsNoAnswer) {
  const Outcome outcome = SendAndAnswer(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: elsewhere\r\nConnection: Upgrade\r\n\r\nx");
  EXPECT_EQ(outcome.failure, TransportFailure::kCut);
  EXPECT_FALSE(outcome.result.ok());
}

// What is read from a head stays valid and true while the body comes.
TEST(ExchangeHeadTest, TrailersAreNoPartOfTheHead) {
  const Outcome outcome = SendAndAnswer(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Retry-After\r\n\r\n"
      "4\r\nbody\r\n0\r\nRetry-After: 9\r\nHTTP/1.1: 500\r\n\r\n");
  ASSERT_TRUE(outcome.result.ok()) << outcome.result;
  EXPECT_EQ(outcome.body, "body");
  EXPECT_EQ(outcome.head.status, 200);
  EXPECT_EQ(outcome.head.Header("Retry-After"), "");
  EXPECT_EQ(outcome.head.headers.size(), 2u);
}

TEST(ExchangeHeadTest, ALargeHeadIsRead) {
  std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";
  for (int i = 0; i < 1000; ++i)
    head += "X-" + std::to_string(i) + ": " + std::string(40, 'v') + "\r\n";
  const Outcome outcome = SendAndAnswer(head + "\r\n");
  ASSERT_TRUE(outcome.result.ok()) << outcome.result;
  EXPECT_EQ(outcome.head.headers.size(), 1001u);
  EXPECT_EQ(outcome.head.Header("x-999"), std::string(40, 'v'));
}

TEST(ExchangeHeadTest, AHeadWithoutEndIsRefused) {
  const struct {
    const char* name;
    std::string head;
  } kHeads[] = {
      {"one long line", "HTTP/1.1 200 OK\r\nX: " + std::string(5'000'000, 'v') + "\r\n\r\n"},
      {"many lines",
       [] {
         std::string head = "HTTP/1.1 200 OK\r\n";
         while (head.size() < 5'000'000) head += "X: " + std::string(90, 'v') + "\r\n";
         return head + "Content-Length: 0\r\n\r\n";
       }()},
      {"many interim heads",
       [] {
         std::string head;
         while (head.size() < 5'000'000) head += "HTTP/1.1 103 Hints\r\nX: 1\r\n\r\n";
         return head + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
       }()},
  };
  for (const auto& row : kHeads) {
    SCOPED_TRACE(row.name);
    const Outcome outcome = SendAndAnswer(row.head);
    EXPECT_FALSE(outcome.result.ok());
    EXPECT_TRUE(outcome.failure == TransportFailure::kTooLarge ||
                outcome.failure == TransportFailure::kCut);
  }
}

}  // namespace
}  // namespace mediagen
