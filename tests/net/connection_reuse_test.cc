// Free calls take up a connection that an earlier one left.
#include <gtest/gtest.h>

#include <string>
#include <utility>

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
using testing::Post;
using testing::TestExchange;

class Row {
 public:
  Row(const char* name, Answer first, bool reused)
      : name(name), first(std::move(first)), reused(reused) {}
  const char* name;
  Answer first;
  bool reused;
};

TEST(ConnectionReuseTest, AfterAWholeAnswerAndNoOther) {
  const Row kRows[] = {
      {"ok", Answer(200, "body"), true},
      {"no body", Answer(204).Framing(http::Framing::kContentLength), true},
      {"chunked", Answer(200, "body").Framing(http::Framing::kChunked), true},
      {"not found", Answer(404, "body"), true},
      {"server error", Answer(503, "body"), true},
      {"redirect", Answer(302, "body").Header("Location", "/"), true},
      {"said to close", Answer(200, "body").Header("Connection", "close"), false},
      {"until close", Answer(200, "body").Framing(http::Framing::kUntilClose), false},
      {"cut", Answer(200, "body").CutAfter(2), false},
  };
  for (const Row& row : kRows) {
    for (bool post : {false, true}) {
      SCOPED_TRACE(row.name);
      FakeUpstream fake;
      fake.Enqueue(row.first);
      fake.SetDefault(Answer(200, "second"));
      ClientThread client;
      client.Send(post ? Post(fake.base_url(), "request") : Get(fake.base_url()));
      EXPECT_EQ(client.Send(Get(fake.base_url())).body, "second");
      ASSERT_EQ(fake.request_count(), 2u);
      EXPECT_EQ(fake.requests()[0].connection_id == fake.requests()[1].connection_id, row.reused);
    }
  }
}

TEST(ConnectionReuseTest, NotAfterAnExchangeThatWasDropped) {
  FakeUpstream fake;
  fake.Enqueue(Answer(200, "0123456789").StallAfter(5));
  fake.SetDefault(Answer(200, "second"));
  ClientThread client;
  TestExchange dropped(client, Get(fake.base_url()));
  ASSERT_TRUE(dropped.WaitUntil(
      [](const HttpExchange& it, const MarkedSink&) { return it.body_bytes_received() == 5; }));
  dropped.Destroy();
  EXPECT_EQ(client.Send(Get(fake.base_url())).body, "second");
  EXPECT_EQ(fake.accepted_connections(), 2);
}

TEST(ConnectionReuseTest, NotByASecondExchangeAtTheSameTime) {
  FakeUpstream fake;
  fake.Enqueue(Answer(200, "first").HoldUntilReleased());
  fake.SetDefault(Answer(200, "second"));
  ClientThread client;
  TestExchange first(client, Get(fake.base_url()));
  ASSERT_TRUE(fake.WaitForRequests(1));
  EXPECT_EQ(client.Send(Get(fake.base_url())).body, "second");
  fake.Release();
  EXPECT_EQ(first.Finish().body, "first");
  EXPECT_EQ(fake.accepted_connections(), 2);
}

// The upstream may close what lies idle; nobody notices.
TEST(ConnectionReuseTest, AnIdleConnectionMayDie) {
  FakeUpstream fake;
  fake.SetDefault(Answer(200, "body"));
  ClientThread client;
  EXPECT_EQ(client.Send(Get(fake.base_url())).body, "body");
  const int port = fake.port();
  fake.Stop();
  FakeUpstream again({.port = port});
  again.SetDefault(Answer(200, "again"));
  EXPECT_EQ(client.Send(Get(again.base_url())).body, "again");
  EXPECT_EQ(again.request_count(), 1u);
}

TEST(ConnectionReuseTest, ConnectionsEndWithTheirClient) {
  FakeUpstream fake;
  fake.SetDefault(Answer());
  {
    ClientThread client;
    EXPECT_TRUE(client.Send(Get(fake.base_url())).result.ok());
    EXPECT_EQ(fake.open_connections(), 1);
  }
  EXPECT_TRUE(fake.WaitUntilNoConnections());
}

}  // namespace
}  // namespace mediagen
