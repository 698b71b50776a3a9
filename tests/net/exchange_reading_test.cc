// How an answer's body is read: in pieces, not at all for a while, up to a limit.
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

// A body in which every place can be told from its neighbours.
std::string Numbered(size_t size) {
  std::string body;
  body.reserve(size + 8);
  for (size_t line = 0; body.size() < size; ++line) body += std::to_string(line) + "\n";
  body.resize(size);
  return body;
}

constexpr http::Framing kFramings[] = {http::Framing::kContentLength, http::Framing::kChunked,
                                       http::Framing::kUntilClose};

TEST(ExchangeReadingTest, HandsThePiecesOnAsTheyCome) {
  FakeUpstream fake;
  fake.Enqueue(Answer(200, "0123456789").StallAfter(4));
  ClientThread client;
  TestExchange exchange(client, Get(fake.base_url()));
  ASSERT_TRUE(exchange.WaitUntil([](const HttpExchange& it, const MarkedSink& sink) {
    return sink.text() == "0123" && it.body_bytes_received() == 4;
  }));
  fake.Release();
  EXPECT_EQ(exchange.Finish().body, "0123456789");
}

TEST(ExchangeReadingTest, SaysThatTheHeadIsThereBeforeTheBody) {
  FakeUpstream fake;
  fake.Enqueue(Answer(201, "body").StallAfter(0));
  ClientThread client;
  TestExchange exchange(client, Get(fake.base_url()));
  ASSERT_TRUE(exchange.WaitUntil(
      [](const HttpExchange& it, const MarkedSink&) { return it.head().status == 201; }));
  EXPECT_TRUE(exchange.Is([](const HttpExchange& it, const MarkedSink&) {
    return !it.done() && it.body_bytes_received() == 0;
  }));
  fake.Release();
  EXPECT_TRUE(exchange.Finish().result.ok());
}

TEST(ExchangeReadingTest, WhatWasNotTakenComesAgain) {
  const std::string body = Numbered(3'000'000);
  for (http::Framing framing : kFramings) {
    FakeUpstream fake;
    fake.SetDefault(Answer(200, body).Framing(framing));
    ClientThread client;
    for (size_t mark : {size_t{0}, size_t{1}, size_t{100'000}, body.size() - 1}) {
      HttpRequest request = Get(fake.base_url());
      request.expects_media = mark > 1;
      TestExchange exchange(client, request, MarkedSink(mark, BodySink::Taken::kNothing));
      // Nothing more to pause for once the whole body is taken.
      if (mark + 1 == body.size()) exchange.LiftMarkAndResume();
      if (mark + 1 < body.size()) {
        ASSERT_TRUE(exchange.WaitUntilPaused());
        exchange.LiftMarkAndResume();
      }
      const Outcome outcome = exchange.Finish();
      EXPECT_TRUE(outcome.result.ok()) << outcome.result;
      EXPECT_EQ(outcome.body, body);
    }
  }
}

// A reader that takes a little, pauses, takes a little: every piece exactly once.
TEST(ExchangeReadingTest, PausesAsOftenAsTheReaderWants) {
  const std::string body = Numbered(2'000'000);
  FakeUpstream fake;
  fake.SetDefault(Answer(200, body).Framing(http::Framing::kChunked).WriteEvery(10'007));
  ClientThread client;
  TestExchange exchange(client, Get(fake.base_url()), MarkedSink(0, BodySink::Taken::kNothing));
  for (int pauses = 1;; ++pauses) {
    ASSERT_TRUE(exchange.WaitUntil([&](const HttpExchange& it, const MarkedSink& sink) {
      return it.done() || sink.refusals() >= pauses;
    }));
    if (exchange.Is([](const HttpExchange& it, const MarkedSink&) { return it.done(); })) break;
    exchange.Run([](HttpExchange& it, MarkedSink& sink) {
      sink.MoveMark(sink.text().size() + 1);
      it.Resume();
    });
  }
  EXPECT_EQ(exchange.Finish().body, body);
}

TEST(ExchangeReadingTest, GoesOnBehindTheLastPieceWhenResumed) {
  const std::string body = Numbered(3'000'000);
  for (const http::Framing framing : kFramings) {
    SCOPED_TRACE(static_cast<int>(framing));
    FakeUpstream fake;
    fake.Enqueue(Answer(200, body).Framing(framing));
    ClientThread client;
    TestExchange exchange(client, Get(fake.base_url()), MarkedSink(0, BodySink::Taken::kLast));
    int seen = 0;
    bool done = false;
    while (!done) {
      ASSERT_TRUE(exchange.WaitUntil([seen](const HttpExchange& it, const MarkedSink& sink) {
        return it.done() || sink.lasts() > seen;
      }));
      exchange.Run([&](HttpExchange& it, MarkedSink& sink) {
        done = it.done();
        seen = sink.lasts();
        sink.GoOn();
        it.Resume();
      });
    }
    const Outcome outcome = exchange.Finish();
    EXPECT_TRUE(outcome.result.ok()) << outcome.result;
    EXPECT_TRUE(outcome.body == body);
    EXPECT_GT(seen, 20);
  }
}

TEST(ExchangeReadingTest, TheLastPieceHoldsTheUpstreamBack) {
  FakeUpstream fake;
  fake.Enqueue(Answer(200, "0123456789").StallAfter(4));
  ClientThread client;
  TestExchange exchange(client, Get(fake.base_url()), MarkedSink(0, BodySink::Taken::kLast));
  ASSERT_TRUE(exchange.WaitUntil(
      [](const HttpExchange&, const MarkedSink& sink) { return sink.text() == "0123"; }));
  fake.Release();
  EXPECT_TRUE(exchange.StaysSilent(absl::Milliseconds(50)));
  EXPECT_TRUE(exchange.Is([](const HttpExchange& it, const MarkedSink& sink) {
    return !it.done() && sink.text() == "0123";
  }));
}

// What libcurl read while nobody takes anything it would have to put aside.
TEST(ExchangeReadingTest, DoesNotReadAheadOfASlowReader) {
  constexpr int kPieces = 500;
  // Both kernel buffers at their largest, and then some; half of what a block for each piece makes.
  constexpr int64_t kBuffers = 24'000'000;
  FakeUpstream fake({.send_buffer_bytes = 65536});
  fake.Enqueue(Answer(200, std::string(80'000'000, 'x')));
  ClientThread client;
  HttpRequest request = Get(fake.base_url());
  request.expects_media = true;
  TestExchange exchange(client, request, MarkedSink(0, BodySink::Taken::kLast));
  for (int i = 0; i < kPieces; ++i) {
    ASSERT_TRUE(exchange.WaitUntil(
        [i](const HttpExchange&, const MarkedSink& sink) { return sink.lasts() > i; }));
    exchange.Run([](HttpExchange& it, MarkedSink& sink) {
      sink.GoOn();
      it.Resume();
    });
  }
  EXPECT_TRUE(exchange.Is([&](const HttpExchange&, const MarkedSink& sink) {
    const int64_t read_ahead =
        static_cast<int64_t>(fake.body_bytes_sent()) - static_cast<int64_t>(sink.text().size());
    return read_ahead < kBuffers;
  }));
}

TEST(ExchangeReadingTest, APauseHoldsTheUpstreamBack) {
  constexpr uint64_t kBodyBytes = 60'000'000;
  // Both kernel buffers at their largest, and then some.
  constexpr uint64_t kBuffers = 24'000'000;
  for (bool tls : {false, true}) {
    FakeUpstream fake({.tls = tls, .send_buffer_bytes = 65536});
    fake.Enqueue(Answer(200, std::string(kBodyBytes, 'x')));
    HttpClientOptions options;
    options.ca_file = fake.ca_file();
    ClientThread client(options);
    TestExchange exchange(client, Get(fake.base_url()),
                          MarkedSink(1'000'000, BodySink::Taken::kNothing));
    ASSERT_TRUE(exchange.WaitUntilPaused());
    EXPECT_TRUE(exchange.StaysSilent(absl::Milliseconds(300)));
    EXPECT_LT(fake.body_bytes_sent(), kBuffers);
    EXPECT_TRUE(exchange.Is([](const HttpExchange& it, const MarkedSink& sink) {
      return !it.done() && sink.refusals() == 1 && sink.text().size() < 1'100'000;
    }));
    exchange.LiftMarkAndResume();
    EXPECT_EQ(exchange.Finish().body.size(), kBodyBytes);
  }
}

TEST(ExchangeReadingTest, ResumeWithoutAPauseDoesNothing) {
  FakeUpstream fake;
  fake.Enqueue(Answer(200, "0123456789").StallAfter(4));
  ClientThread client;
  TestExchange exchange(client, Get(fake.base_url()));
  exchange.LiftMarkAndResume();
  ASSERT_TRUE(fake.WaitForRequests(1));
  exchange.LiftMarkAndResume();
  fake.Release();
  EXPECT_EQ(exchange.Finish().body, "0123456789");
  exchange.LiftMarkAndResume();
  EXPECT_EQ(exchange.Finish().body, "0123456789");
}

TEST(ExchangeReadingTest, TakesAsMuchAsItsLimitAndNoByteMore) {
  for (http::Framing framing : kFramings) {
    FakeUpstream fake;
    fake.SetDefault(Answer(200, std::string(50'000, 'x')).Framing(framing));
    ClientThread client;
    HttpRequest request = Get(fake.base_url());
    request.max_body_bytes = 50'000;
    EXPECT_TRUE(client.Send(request).result.ok());
    request.max_body_bytes = 49'999;
    const Outcome outcome = client.Send(request);
    EXPECT_EQ(outcome.failure, TransportFailure::kTooLarge);
    EXPECT_TRUE(absl::IsResourceExhausted(outcome.result)) << outcome.result;
    EXPECT_LT(outcome.body.size(), 50'000u);
    EXPECT_TRUE(outcome.anything_sent);
  }
}

TEST(ExchangeReadingTest, AReaderThatRefusesEndsTheExchangeAndItsConnection) {
  FakeUpstream fake;
  fake.Enqueue(Answer(200, std::string(10'000'000, 'x')));
  ClientThread client;
  TestExchange exchange(client, Get(fake.base_url()),
                        MarkedSink(20'000, BodySink::Taken::kRefused));
  const Outcome outcome = exchange.Finish();
  EXPECT_EQ(outcome.failure, TransportFailure::kTooLarge);
  EXPECT_TRUE(absl::IsResourceExhausted(outcome.result)) << outcome.result;
  EXPECT_TRUE(fake.WaitUntilNoConnections());
}

// The bytes that were put aside during the pause are what is refused.
TEST(ExchangeReadingTest, AReaderMayRefuseWhenItIsResumed) {
  FakeUpstream fake;
  fake.Enqueue(Answer(200, std::string(10'000'000, 'x')));
  ClientThread client;
  TestExchange exchange(client, Get(fake.base_url()),
                        MarkedSink(20'000, BodySink::Taken::kNothing));
  ASSERT_TRUE(exchange.WaitUntilPaused());
  // Until none of libcurl's own timers is left to help.
  EXPECT_TRUE(exchange.StaysSilent(absl::Milliseconds(300)));
  exchange.Run([](HttpExchange& it, MarkedSink& sink) {
    sink.SetAtMark(BodySink::Taken::kRefused);
    it.Resume();
    EXPECT_TRUE(it.done());
  });
  const Outcome outcome = exchange.Finish();
  EXPECT_EQ(outcome.failure, TransportFailure::kTooLarge);
  EXPECT_TRUE(absl::IsResourceExhausted(outcome.result)) << outcome.result;
  EXPECT_TRUE(fake.WaitUntilNoConnections());
}

TEST(BodyTextTest, KeepsUpToItsLimit) {
  BodyText text(5);
  EXPECT_EQ(text.OnBody("abc"), BodySink::Taken::kAll);
  EXPECT_EQ(text.OnBody("de"), BodySink::Taken::kAll);
  EXPECT_EQ(text.OnBody(""), BodySink::Taken::kAll);
  EXPECT_EQ(text.OnBody("f"), BodySink::Taken::kRefused);
  EXPECT_EQ(text.text(), "abcde");
}

}  // namespace
}  // namespace mediagen
