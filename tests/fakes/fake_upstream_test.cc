#include "tests/fakes/fake_upstream.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "tests/fakes/fetch.h"
#include "tests/fakes/raw_client.h"
#include "tests/fakes/silent_port.h"

namespace mediagen::testing {
namespace {

using std::chrono::milliseconds;

TEST(FakeUpstream, AnswersInOrderThenByDefault) {
  FakeUpstream fake;
  fake.Enqueue(Answer::Json("{\"n\":1}"));
  fake.Enqueue(Answer(429).Header("Retry-After", "7"));
  fake.SetDefault([](const http::Request& request) { return Answer(200, "at " + request.path); });

  Fetched first = Fetch(fake.base_url() + "/a");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.body, "{\"n\":1}");
  EXPECT_EQ(first.Header("content-type"), "application/json");
  Fetched second = Fetch(fake.base_url() + "/b");
  EXPECT_EQ(second.status, 429);
  EXPECT_EQ(second.Header("retry-after"), "7");
  EXPECT_EQ(Fetch(fake.base_url() + "/c").body, "at /c");
}

TEST(FakeUpstream, SaysWhenItWasToldNothing) {
  FakeUpstream fake;
  EXPECT_EQ(Fetch(fake.base_url()).status, 404);
}

TEST(FakeUpstream, RecordsWhatArrived) {
  FakeUpstream fake;
  fake.SetDefault(Answer());
  Fetcher fetcher;
  fetcher.Fetch(fake.base_url() + "/v1/x?key=k", {.headers = {"X-A: 1"}, .body = "{}"});
  fetcher.Fetch(fake.base_url() + "/v1/y");
  ASSERT_TRUE(fake.WaitForRequests(2));
  const std::vector<http::Request> requests = fake.requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].method, "POST");
  EXPECT_EQ(requests[0].path, "/v1/x");
  EXPECT_EQ(requests[0].QueryValue("key"), "k");
  EXPECT_EQ(requests[0].headers.Get("x-a"), "1");
  EXPECT_EQ(requests[0].body, "{}");
  EXPECT_EQ(requests[1].method, "GET");
  EXPECT_EQ(requests[1].connection_id, requests[0].connection_id);
  EXPECT_EQ(requests[1].connection_index, 1);
}

TEST(FakeUpstream, DoesNotRecordARequestWhoseBodyIsCutShort) {
  FakeUpstream fake;
  fake.SetDefault(Answer());
  RawClient client(fake.port());
  ASSERT_TRUE(client.Send("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nfour"));
  ASSERT_TRUE(fake.WaitForHeads(1));
  client.Close();
  ASSERT_TRUE(fake.WaitUntilNoConnections());
  EXPECT_EQ(fake.request_count(), 0u);
  EXPECT_EQ(fake.connections_closed_by_peer(), 1);
}

TEST(FakeUpstream, CountsConnections) {
  FakeUpstream fake;
  fake.SetDefault(Answer());
  RawClient one(fake.port()), two(fake.port());
  ASSERT_TRUE(fake.WaitForConnections(2));
  EXPECT_EQ(fake.accepted_connections(), 2);
  EXPECT_EQ(fake.open_connections(), 2);
  one.Close();
  ASSERT_TRUE(fake.WaitForPeerCloses(1));
  EXPECT_EQ(fake.open_connections(), 1);
  EXPECT_FALSE(fake.WaitUntilNoConnections(milliseconds(1)));
  two.Close();
  EXPECT_TRUE(fake.WaitUntilNoConnections());
}

TEST(FakeUpstream, WritesInPieces) {
  FakeUpstream fake;
  fake.Enqueue(Answer(200, std::string(1000, 'x')).WriteEvery(100, milliseconds(1)));
  fake.Enqueue(Answer(200, "abc").Framing(http::Framing::kChunked).WriteEvery(1));
  fake.Enqueue(Answer(200, "to the end").Framing(http::Framing::kUntilClose));
  EXPECT_EQ(Fetch(fake.base_url()).body, std::string(1000, 'x'));
  EXPECT_EQ(Fetch(fake.base_url()).body, "abc");
  EXPECT_EQ(Fetch(fake.base_url()).body, "to the end");
  EXPECT_EQ(fake.body_bytes_sent(), 1013u);
}

TEST(FakeUpstream, MakesABodyWhileWritingIt) {
  FakeUpstream fake;
  fake.Enqueue(Answer().BodyFrom(
      [left = 3]() mutable { return left-- > 0 ? std::string("piece ") : std::string(); }));
  EXPECT_EQ(Fetch(fake.base_url()).body, "piece piece piece ");
}

TEST(FakeUpstream, SpeaksTlsAndTakesSessionsUpAgain) {
  FakeUpstream fake({.tls = true});
  fake.SetDefault(Answer(200, "secret"));
  EXPECT_TRUE(fake.base_url().starts_with("https://"));
  EXPECT_EQ(Fetch(fake.base_url()).result, CURLE_PEER_FAILED_VERIFICATION);
  // One handle shares its TLS sessions; the forbidden reuse makes it connect anew.
  Fetcher fetcher;
  const FetchOptions options{.headers = {"Connection: close"}, .ca_file = fake.ca_file()};
  EXPECT_EQ(fetcher.Fetch(fake.base_url(), options).body, "secret");
  EXPECT_EQ(fetcher.Fetch(fake.base_url(), options).body, "secret");
  ASSERT_TRUE(fake.WaitForRequests(2));
  EXPECT_FALSE(fake.requests()[0].tls_resumed);
  EXPECT_TRUE(fake.requests()[1].tls_resumed);
  EXPECT_NE(fake.requests()[0].connection_id, fake.requests()[1].connection_id);
}

TEST(FakeUpstream, RefusesConnectionsOnceStopped) {
  FakeUpstream fake;
  const std::string url = fake.base_url();
  fake.Stop();
  EXPECT_EQ(Fetch(url).result, CURLE_COULDNT_CONNECT);
}

TEST(SilentPort, LetsNobodyConnect) {
  SilentPort silent;
  CURL* curl = curl_easy_init();
  curl_easy_setopt(curl, CURLOPT_URL, silent.base_url().c_str());
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, 200L);
  EXPECT_EQ(curl_easy_perform(curl), CURLE_OPERATION_TIMEDOUT);
  curl_easy_cleanup(curl);
}

}  // namespace
}  // namespace mediagen::testing
