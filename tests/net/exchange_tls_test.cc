// TLS: whom an exchange trusts, and what a new connection costs.
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
using testing::Outcome;
using testing::Post;

HttpClientOptions Trusting(const std::string& ca_file) {
  HttpClientOptions options;
  options.ca_file = ca_file;
  return options;
}

void ExpectRefused(const Outcome& outcome, const FakeUpstream& fake) {
  EXPECT_EQ(outcome.failure, TransportFailure::kConnect);
  EXPECT_TRUE(absl::IsUnavailable(outcome.result)) << outcome.result;
  EXPECT_FALSE(outcome.anything_sent);
  EXPECT_EQ(fake.head_count(), 0u);
}

TEST(ExchangeTlsTest, WorksWithACertificateItTrusts) {
  FakeUpstream fake({.tls = true});
  fake.SetDefault(Answer(200, "secret"));
  ClientThread client(Trusting(fake.ca_file()));
  EXPECT_EQ(client.Send(Get(fake.base_url())).body, "secret");
}

TEST(ExchangeTlsTest, RefusesACertificateOfNobody) {
  FakeUpstream fake({.tls = true});
  ClientThread client;
  ExpectRefused(client.Send(Post(fake.base_url(), "body")), fake);
}

TEST(ExchangeTlsTest, RefusesACertificateOfAnotherName) {
  FakeUpstream fake({.tls = true});
  ClientThread client(Trusting(fake.ca_file()));
  // A name of the loopback address that is not in the certificate.
  const std::string url = "https://wrong.localhost:" + std::to_string(fake.port());
  ExpectRefused(client.Send(Post(url, "body")), fake);
}

TEST(ExchangeTlsTest, RefusesEverybodyWithoutItsFileOfAuthorities) {
  FakeUpstream fake({.tls = true});
  ClientThread client(Trusting("/nonexistent/ca.pem"));
  ExpectRefused(client.Send(Post(fake.base_url(), "body")), fake);
}

// Whoever was trusted once is verified again when the session is taken up under another name.
TEST(ExchangeTlsTest, ASessionIsNoPassForAnotherName) {
  FakeUpstream fake({.tls = true});
  fake.SetDefault(Answer());
  ClientThread client(Trusting(fake.ca_file()));
  EXPECT_TRUE(client.Send(Get(fake.base_url())).result.ok());
  const Outcome outcome =
      client.Send(Get("https://wrong.localhost:" + std::to_string(fake.port())));
  EXPECT_EQ(outcome.failure, TransportFailure::kConnect);
  EXPECT_EQ(fake.head_count(), 1u);
}

TEST(ExchangeTlsTest, PaidRequestsShareTheSessionAndNotTheConnection) {
  FakeUpstream fake({.tls = true});
  fake.SetDefault(Answer());
  ClientThread client(Trusting(fake.ca_file()));
  HttpRequest request = Post(fake.base_url(), "paid");
  request.at_most_once = true;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(client.Send(request).result.ok());
  ASSERT_EQ(fake.request_count(), 3u);
  EXPECT_EQ(fake.accepted_connections(), 3);
  EXPECT_FALSE(fake.requests()[0].tls_resumed);
  EXPECT_TRUE(fake.requests()[1].tls_resumed);
  EXPECT_TRUE(fake.requests()[2].tls_resumed);
}

}  // namespace
}  // namespace mediagen
