#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <string>

#include "tests/fakes/fake_upstream.h"
#include "tests/fakes/fetch.h"
#include "tests/fakes/raw_client.h"

namespace mediagen::testing {
namespace {

constexpr char kGet[] = "GET / HTTP/1.1\r\n\r\n";

TEST(FakeUpstreamFaults, CutsInTheMiddleOfTheBody) {
  for (CutKind kind : {CutKind::kReset, CutKind::kClose}) {
    FakeUpstream fake;
    fake.Enqueue(Answer(200, "0123456789").CutAfter(4, kind));
    RawClient client(fake.port());
    ASSERT_TRUE(client.Send(kGet));
    EXPECT_TRUE(client.ReadToEnd().ends_with("\r\n\r\n0123"));
    EXPECT_EQ(client.was_reset(), kind == CutKind::kReset);
    EXPECT_TRUE(fake.WaitUntilNoConnections());
    EXPECT_EQ(fake.connections_closed_by_peer(), 0);
    EXPECT_EQ(fake.body_bytes_sent(), 4u);
  }
}

TEST(FakeUpstreamFaults, CutsAChunkedBodyWithoutItsEnd) {
  FakeUpstream fake;
  fake.Enqueue(
      Answer(200, "0123456789").Framing(http::Framing::kChunked).CutAfter(10, CutKind::kClose));
  Fetched fetched = Fetch(fake.base_url());
  EXPECT_EQ(fetched.body, "0123456789");
  EXPECT_NE(fetched.result, CURLE_OK);
}

TEST(FakeUpstreamFaults, ClosesBeforeItAnswersButCountsTheArrival) {
  for (CutKind kind : {CutKind::kReset, CutKind::kClose}) {
    FakeUpstream fake;
    fake.Enqueue(Answer().CloseBeforeAnswer(kind));
    RawClient client(fake.port());
    ASSERT_TRUE(client.Send("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi"));
    EXPECT_EQ(client.ReadToEnd(), "");
    EXPECT_EQ(client.was_reset(), kind == CutKind::kReset);
    EXPECT_EQ(fake.request_count(), 1u);
  }
}

// What makes counting arrivals worth while: libcurl sends again by itself on a reused connection.
TEST(FakeUpstreamFaults, SeesLibcurlSendTwiceOnAReusedConnection) {
  FakeUpstream fake;
  fake.Enqueue(Answer());
  fake.Enqueue(Answer().CloseBeforeAnswer());
  fake.Enqueue(Answer());
  Fetcher fetcher;
  EXPECT_EQ(fetcher.Fetch(fake.base_url()).status, 200);
  EXPECT_EQ(fetcher.Fetch(fake.base_url(), {.body = "paid"}).status, 200);
  EXPECT_EQ(fake.request_count(), 3u);
}

TEST(FakeUpstreamFaults, HoldsUntilReleased) {
  FakeUpstream fake;
  fake.Enqueue(Answer(200, "late").HoldUntilReleased());
  fake.Enqueue(Answer(200, "0123456789").StallAfter(5));
  for (const char* body : {"late", "0123456789"}) {
    const size_t before = fake.request_count();
    auto fetched = std::async(std::launch::async, [&] { return Fetch(fake.base_url()).body; });
    ASSERT_TRUE(fake.WaitForRequests(before + 1));
    fake.Release();
    EXPECT_EQ(fetched.get(), body);
  }
}

TEST(FakeUpstreamFaults, StallsUntilThePeerCloses) {
  FakeUpstream fake;
  fake.Enqueue(Answer(200, "0123456789").StallAfter(5));
  RawClient client(fake.port());
  ASSERT_TRUE(client.Send(kGet));
  EXPECT_TRUE(client.ReadUntil("01234").ends_with("01234"));
  EXPECT_EQ(fake.open_connections(), 1);
  client.Close();
  EXPECT_TRUE(fake.WaitUntilNoConnections());
  EXPECT_EQ(fake.connections_closed_by_peer(), 1);
}

TEST(FakeUpstreamFaults, NoticesThatThePeerClosesDuringADelay) {
  FakeUpstream fake;
  fake.Enqueue(Answer().DelayBefore(std::chrono::minutes(1)));
  RawClient client(fake.port());
  ASSERT_TRUE(client.Send(kGet));
  ASSERT_TRUE(fake.WaitForRequests(1));
  client.Close();
  EXPECT_TRUE(fake.WaitUntilNoConnections());
  EXPECT_EQ(fake.connections_closed_by_peer(), 1);
}

TEST(FakeUpstreamFaults, BlocksASenderAndSeesItGiveUp) {
  FakeUpstream fake({.receive_buffer_bytes = 4096});
  fake.Enqueue(Answer().StallBeforeReadingBody());
  RawClient client(fake.port());
  constexpr size_t kBodyBytes = 50'000'000;
  ASSERT_TRUE(
      client.Send("POST / HTTP/1.1\r\nContent-Length: " + std::to_string(kBodyBytes) + "\r\n\r\n"));
  ASSERT_TRUE(fake.WaitForHeads(1));
  EXPECT_LT(client.SendUntilBlocked(kBodyBytes), kBodyBytes);
  EXPECT_EQ(fake.open_connections(), 1);
  // Its FIN waits behind the bytes that nobody reads.
  client.Close();
  EXPECT_TRUE(fake.WaitUntilNoConnections());
  EXPECT_EQ(fake.connections_closed_by_peer(), 1);
  EXPECT_EQ(fake.request_count(), 0u);
}

TEST(FakeUpstreamFaults, Refuses417BeforeTheBodyAndLibcurlSendsAgain) {
  FakeUpstream fake;
  fake.Enqueue(Answer().Expect417());
  fake.Enqueue(Answer(200, "taken"));
  Fetched fetched = Fetch(
      fake.base_url(), {.headers = {"Expect: 100-continue"}, .body = std::string(2'000'000, 'x')});
  EXPECT_EQ(fetched.status, 200);
  EXPECT_EQ(fake.head_count(), 2u);
  EXPECT_EQ(fake.request_count(), 1u);
}

TEST(FakeUpstreamFaults, Answers417AfterTheBodyWhenNobodyExpects) {
  FakeUpstream fake;
  fake.Enqueue(Answer().Expect417());
  EXPECT_EQ(Fetch(fake.base_url(), {.headers = {"Expect:"}, .body = "body"}).status, 417);
  EXPECT_EQ(fake.request_count(), 1u);
}

TEST(FakeUpstreamFaults, AnswersBeforeTheBodyWasRead) {
  FakeUpstream fake;
  fake.Enqueue(Answer(413, "too much").AnswerBeforeReadingBody());
  RawClient client(fake.port());
  ASSERT_TRUE(client.Send("POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\nonly this"));
  const std::string answer = client.ReadToEnd();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(answer.ends_with("too much"));
  EXPECT_FALSE(client.was_reset());
}

TEST(FakeUpstreamFaults, GarblesTheAnswer) {
  FakeUpstream fake;
  fake.Enqueue(Answer().Raw("HTTP/1.1 twohundred\r\n"));
  RawClient client(fake.port());
  ASSERT_TRUE(client.Send(kGet));
  EXPECT_EQ(client.ReadToEnd(), "HTTP/1.1 twohundred\r\n");
}

TEST(FakeUpstreamFaults, MisbehavesOnAccept) {
  FakeUpstream fake;
  fake.SetAcceptAction(http::AcceptAction::kClose);
  RawClient closed(fake.port());
  EXPECT_EQ(closed.ReadToEnd(), "");
  EXPECT_FALSE(closed.was_reset());
  fake.SetAcceptAction(http::AcceptAction::kReset);
  RawClient reset(fake.port());
  EXPECT_EQ(reset.ReadToEnd(), "");
  fake.StallAccept();
  RawClient held(fake.port());
  ASSERT_TRUE(held.Send(kGet));
  ASSERT_TRUE(fake.WaitForConnections(3));
  EXPECT_EQ(fake.open_connections(), 1);
  held.Close();
  EXPECT_TRUE(fake.WaitUntilNoConnections());
  EXPECT_EQ(fake.connections_closed_by_peer(), 1);
  EXPECT_EQ(fake.head_count(), 0u);
}

}  // namespace
}  // namespace mediagen::testing
