// Where a body ends, and answers that are none.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/net/http_exchange.h"
#include "tests/fakes/fake_upstream.h"
#include "tests/net/client_thread.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::ClientThread;
using testing::CutKind;
using testing::FakeUpstream;
using testing::Get;
using testing::MarkedSink;
using testing::Outcome;
using testing::TestExchange;

// A hundred megabytes that nobody holds at once: each piece says where it belongs.
class Film {
 public:
  static constexpr int64_t kBytes = 100'000'000;

  // The next piece, "" at the end.
  std::string Next() {
    std::string piece;
    while (piece.size() < 4000 && at_ < kBytes) {
      piece += static_cast<char>(at_ * 31 + at_ / 65521);
      ++at_;
    }
    return piece;
  }

 private:
  int64_t at_ = 0;
};

// Compares what comes with what ought to come.
class FilmViewer : public BodySink {
 public:
  Taken OnBody(absl::string_view bytes) override {
    while (good_ && !bytes.empty()) {
      if (expected_.empty()) expected_ = film_.Next();
      const size_t size = std::min(bytes.size(), expected_.size());
      good_ = size > 0 && bytes.substr(0, size) == absl::string_view(expected_).substr(0, size);
      bytes.remove_prefix(size);
      expected_.erase(0, size);
    }
    return good_ ? Taken::kAll : Taken::kRefused;
  }

 private:
  Film film_;
  std::string expected_;
  bool good_ = true;
};

TEST(ExchangeFramingTest, AHundredMegabytesComeInSmallChunks) {
  FakeUpstream fake;
  Film film;
  fake.Enqueue(Answer().BodyFrom([&film] { return film.Next(); }));
  ClientThread client;
  HttpRequest request = Get(fake.base_url());
  request.expects_media = true;
  FilmViewer viewer;
  std::unique_ptr<HttpExchange> exchange;
  EventLoop& loop = client.thread().loop();
  CallContext call(loop, After(loop.now(), absl::Minutes(2)));
  client.thread().Run(
      [&] { exchange = std::make_unique<HttpExchange>(client.client(), request, viewer); });
  EXPECT_TRUE(client.thread().RunFlow([&] { return WaitUntilDone(call, *exchange); }).ok());
  client.thread().Run([&] {
    EXPECT_TRUE(exchange->result().ok()) << exchange->result();
    EXPECT_EQ(exchange->body_bytes_received(), Film::kBytes);
    exchange.reset();
  });
}

TEST(ExchangeFramingTest, ABodyMayComeByteByByte) {
  FakeUpstream fake;
  fake.SetDefault(Answer(200, "0123456789").Framing(http::Framing::kChunked).WriteEvery(1));
  ClientThread client;
  EXPECT_EQ(client.Send(Get(fake.base_url())).body, "0123456789");
}

struct NamedAnswer {
  const char* name;
  const char* raw;
};

TEST(ExchangeFramingTest, AcceptsWhatHttpAllows) {
  const NamedAnswer kAnswers[] = {
      {"no length, until close", "HTTP/1.1 200 OK\r\n\r\nbody"},
      {"HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nbody"},
      {"no reason", "HTTP/1.1 200\r\nContent-Length: 4\r\n\r\nbody"},
      {"bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 4\n\nbody"},
      {"more than announced", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody and more"},
      {"identity", "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nbody"},
      {"chunk extension",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;a=b\r\nbody\r\n0\r\n\r\n"},
      {"upper case chunk size",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n0004\r\nbody\r\n000\r\n\r\n"},
  };
  for (const NamedAnswer& row : kAnswers) {
    SCOPED_TRACE(row.name);
    FakeUpstream fake;
    fake.Enqueue(Answer().Raw(row.raw));
    ClientThread client;
    const Outcome outcome = client.Send(Get(fake.base_url()));
    EXPECT_TRUE(outcome.result.ok()) << outcome.result;
    EXPECT_EQ(outcome.body, "body");
  }
}

TEST(ExchangeFramingTest, WhatIsNoWholeAnswerIsACut) {
  const NamedAnswer kAnswers[] = {
      {"nothing", ""},
      {"HTTP/0.9", "just a body"},
      {"another protocol", "SSH-2.0-OpenSSH_9.2\r\n"},
      {"no status", "HTTP/1.1 twohundred\r\n\r\n"},
      {"status of four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n"},
      {"binary", "\x01\x02\x03\x04"},
      {"head cut", "HTTP/1.1 200 OK\r\nContent-Le"},
      {"short", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbody"},
      {"negative length", "HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\nbody"},
      {"length that is no number", "HTTP/1.1 200 OK\r\nContent-Length: four\r\n\r\nbody"},
      {"chunk without size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nbody\r\n"},
      {"chunk too short", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbody"},
      {"chunk too long", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbody\r\n"},
      {"no last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n"},
      {"huge chunk size",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nbody\r\n"},
  };
  for (const NamedAnswer& row : kAnswers) {
    SCOPED_TRACE(row.name);
    FakeUpstream fake;
    fake.Enqueue(Answer().Raw(row.raw));
    ClientThread client;
    HttpRequest request = Get(fake.base_url());
    request.at_most_once = true;
    const Outcome outcome = client.Send(request);
    EXPECT_EQ(outcome.failure, TransportFailure::kCut);
    EXPECT_TRUE(absl::IsUnavailable(outcome.result)) << outcome.result;
    EXPECT_TRUE(outcome.anything_sent);
    EXPECT_EQ(fake.head_count(), 1u);
  }
}

TEST(ExchangeFramingTest, ABrokenConnectionIsACut) {
  for (CutKind kind : {CutKind::kReset, CutKind::kClose}) {
    for (http::Framing framing : {http::Framing::kContentLength, http::Framing::kChunked}) {
      for (uint64_t after : {0, 1, 9}) {
        FakeUpstream fake;
        fake.Enqueue(Answer(200, "0123456789").Framing(framing).CutAfter(after, kind));
        ClientThread client;
        const Outcome outcome = client.Send(Get(fake.base_url()));
        EXPECT_EQ(outcome.failure, TransportFailure::kCut);
      }
    }
  }
}

// Nobody asked for it, and what it unpacks to has no bound while the reader pauses.
TEST(ExchangeFramingTest, ATransferCodingThatNobodyAskedForIsACut) {
  constexpr char kGzippedBody[] =
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\xca\x4f\xa9\x04\x00\xb2\x0b\xa8\xdb\x04\x00\x00"
      "\x00";
  const std::string gzipped(kGzippedBody, sizeof(kGzippedBody) - 1);
  const struct {
    const char* coding;
    std::string body;
  } kRows[] = {
      {"gzip", gzipped},
      {"gzip, chunked", absl::StrCat(absl::Hex(gzipped.size()), "\r\n", gzipped, "\r\n0\r\n\r\n")},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.coding);
    FakeUpstream fake;
    fake.Enqueue(Answer().Raw(
        absl::StrCat("HTTP/1.1 200 OK\r\nTransfer-Encoding: ", row.coding, "\r\n\r\n", row.body)));
    ClientThread client;
    const Outcome outcome = client.Send(Get(fake.base_url()));
    EXPECT_EQ(outcome.failure, TransportFailure::kCut);
    EXPECT_EQ(outcome.body, "");
  }
}

}  // namespace
}  // namespace mediagen
