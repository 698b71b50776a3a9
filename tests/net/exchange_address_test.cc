// An exchange under an address rule connects to what the rule allows, and to nothing else.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/fakes/fake_upstream.h"
#include "tests/net/client_thread.h"

namespace mediagen {
namespace {

using testing::Answer;
using testing::ClientThread;
using testing::FakeUpstream;
using testing::Get;
using testing::Outcome;

AddressRule Loopback() { return AddressRule({*AddressRange::Parse("127.0.0.1/32")}); }

HttpRequest GetUnder(const AddressRule& rule, std::string url) {
  HttpRequest request = Get(std::move(url));
  request.address_rule = rule;
  return request;
}

void ExpectRefused(const Outcome& outcome) {
  EXPECT_EQ(outcome.result.code(), absl::StatusCode::kPermissionDenied) << outcome.result;
  EXPECT_EQ(outcome.failure, TransportFailure::kAddress);
  EXPECT_FALSE(outcome.anything_sent);
}

TEST(ExchangeAddressTest, RefusesBeforeItConnects) {
  FakeUpstream fake;
  fake.SetDefault(Answer(200, "secret"));
  ClientThread client;
  const std::string port = std::to_string(fake.port());
  for (const std::string host : {"127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"}) {
    SCOPED_TRACE(host);
    ExpectRefused(client.Send(GetUnder(AddressRule(), absl::StrCat("http://", host, ":", port))));
  }
  EXPECT_EQ(fake.accepted_connections(), 0);
}

TEST(ExchangeAddressTest, GoesWhereARangeAllows) {
  FakeUpstream fake;
  fake.SetDefault(Answer(200, "hello"));
  ClientThread client;
  EXPECT_EQ(client.Send(GetUnder(Loopback(), fake.base_url())).body, "hello");
}

// The address of IPv6 that the name may also have is passed over.
TEST(ExchangeAddressTest, TakesTheAllowedOneOfSeveralAddresses) {
  FakeUpstream fake;
  fake.SetDefault(Answer(200, "hello"));
  ClientThread client;
  const std::string url = absl::StrCat("http://localhost:", fake.port());
  EXPECT_EQ(client.Send(GetUnder(Loopback(), url)).body, "hello");
}

TEST(ExchangeAddressTest, ReusesNoConnectionThatAnotherRequestOpened) {
  FakeUpstream fake;
  fake.SetDefault(Answer(200, "hello"));
  ClientThread client;
  EXPECT_EQ(client.Send(Get(fake.base_url())).body, "hello");
  ExpectRefused(client.Send(GetUnder(AddressRule(), fake.base_url())));
  EXPECT_EQ(fake.request_count(), 1u);
}

TEST(ExchangeAddressTest, ARefusedConnectionIsNoRefusedAddress) {
  FakeUpstream fake;
  fake.Stop();
  ClientThread client;
  const Outcome outcome = client.Send(GetUnder(Loopback(), fake.base_url()));
  EXPECT_EQ(outcome.failure, TransportFailure::kConnect);
}

}  // namespace
}  // namespace mediagen
