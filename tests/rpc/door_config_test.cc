// The part of the configuration that speaks of callers.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "server/config.h"
#include "tests/fakes/self_signed.h"
#include "tests/rpc/door_fixture.h"

namespace mediagen::testing {
namespace {

class DoorConfigTest : public ::testing::Test {
 protected:
  DoorConfigTest() : raw_(TestConfig("http://127.0.0.1:8091")) {
    setenv(kUpstreamKeyVariable, kUpstreamKey, 1);
    folder_.Write("keys", std::string(64, 'a') + "\n");
    folder_.Write("tenants.json", TenantsJson({TenantJson("shop", kShopToken)}));
    folder_.Write("cert.pem", SelfSignedForLoopback().certificate_pem);
    folder_.Write("key.pem", SelfSignedForLoopback().private_key_pem);
    folder_.Write("other.pem", MakeSelfSigned("DNS:other.example").private_key_pem);
    folder_.Write("nothing", "nothing of use");
  }

  void UseTls(const char* key = "key.pem") {
    raw_.mutable_tls()->set_certificate_file(folder_.File("cert.pem"));
    raw_.mutable_tls()->set_private_key_file(folder_.File(key));
  }
  void ListenToAll() {
    raw_.set_host("0.0.0.0");
    raw_.set_operation_key_file(folder_.File("keys"));
  }

  const client::ScratchFolder folder_;
  config::ServerConfig raw_;
};

TEST_F(DoorConfigTest, FillsInEveryDefault) {
  const absl::StatusOr<Config> config = ResolveConfig(raw_);
  ASSERT_TRUE(config.ok()) << config.status();
  const DoorOptions& door = config->door;
  EXPECT_TRUE(door.tls.empty());
  EXPECT_FALSE(door.is_readable_by_others);
  EXPECT_TRUE(door.reflection);
  EXPECT_EQ(door.limits.max_calls, 20'000);
  EXPECT_FALSE(door.limits.max_requests_per_second.has_value());
  EXPECT_FALSE(door.limits.max_spend_nano_usd_per_day.has_value());
  EXPECT_EQ(door.connections.max_request_bytes, 64 << 20);
  EXPECT_EQ(door.connections.max_metadata_bytes, 16384);
  EXPECT_EQ(door.connections.max_streams_per_connection, 1000);
  EXPECT_EQ(door.connections.max_age, absl::Hours(1));
  // A minute for the start, twice twenty for the video, and five more.
  EXPECT_EQ(door.connections.max_age_grace, absl::Minutes(46));
  EXPECT_EQ(door.connections.max_idle, absl::Minutes(30));
  EXPECT_EQ(door.connections.keepalive_time, absl::Minutes(2));
  EXPECT_EQ(door.connections.keepalive_timeout, absl::Seconds(20));
  EXPECT_EQ(door.connections.min_ping_interval, absl::Seconds(10));
  EXPECT_EQ(door.connections.max_ping_strikes, 2);
}

TEST_F(DoorConfigTest, BeyondLoopbackItWantsTlsOrTheOperatorsWord) {
  ListenToAll();
  absl::StatusOr<Config> config = ResolveConfig(raw_);
  ASSERT_FALSE(config.ok());
  EXPECT_TRUE(absl::StrContains(config.status().message(), "allow_plaintext")) << config.status();
  raw_.set_allow_plaintext(true);
  config = ResolveConfig(raw_);
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_TRUE(config->door.is_readable_by_others);
  UseTls();
  config = ResolveConfig(raw_);
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_FALSE(config->door.is_readable_by_others);
}

TEST_F(DoorConfigTest, PlainTextBeyondLoopbackIsLoggedAtTheStart) {
  ListenToAll();
  raw_.set_allow_plaintext(true);
  const LogCapture log;
  const RunningServer server(raw_);
  const auto line = log.WaitFor("allow_plaintext");
  ASSERT_TRUE(line.has_value());
  EXPECT_EQ(line->severity(), "WARNING");
}

TEST_F(DoorConfigTest, ReflectionIsOffForTenantsBeyondLoopback) {
  raw_.set_tenants_file(folder_.File("tenants.json"));
  EXPECT_TRUE(ResolveConfig(raw_)->door.reflection);
  ListenToAll();
  UseTls();
  EXPECT_FALSE(ResolveConfig(raw_)->door.reflection);
  raw_.set_reflection(true);
  EXPECT_TRUE(ResolveConfig(raw_)->door.reflection);
  raw_.clear_reflection();
  raw_.clear_tenants_file();
  EXPECT_TRUE(ResolveConfig(raw_)->door.reflection);
}

TEST_F(DoorConfigTest, RefusesWhatIsWrongAndNamesIt) {
  struct Case {
    const char* knob;
    std::function<void()> spoil;
  };
  const Case cases[] = {
      {"tls.certificate_file", [&] { raw_.mutable_tls(); }},
      {"tls.private_key_file", [&] { UseTls("no such file"); }},
      {"tls: private_key_file", [&] { UseTls("nothing"); }},
      {"tls: private_key_file", [&] { UseTls("other.pem"); }},
      {"tls.client_ca_file",
       [&] {
         UseTls();
         raw_.mutable_tls()->set_client_ca_file(folder_.File("nothing"));
       }},
      {"tenants_file", [&] { raw_.set_tenants_file(folder_.File("no such file")); }},
      {"tenants_file", [&] { raw_.set_tenants_file(folder_.File("nothing")); }},
      {"max_calls", [&] { raw_.set_max_calls(0); }},
      {"max_requests_per_second", [&] { raw_.set_max_requests_per_second(0); }},
      {"request_burst", [&] { raw_.set_request_burst(5); }},
      {"request_burst",
       [&] {
         raw_.set_max_requests_per_second(5);
         raw_.set_request_burst(0);
       }},
      {"max_spend_nano_usd_per_day", [&] { raw_.set_max_spend_nano_usd_per_day(-1); }},
      {"max_request_bytes", [&] { raw_.set_max_request_bytes(int64_t{2} << 30); }},
      {"max_metadata_bytes", [&] { raw_.set_max_metadata_bytes(10); }},
      {"max_streams_per_connection", [&] { raw_.set_max_streams_per_connection(0); }},
      {"max_connection_age", [&] { SetMillis(*raw_.mutable_max_connection_age(), 10); }},
      {"max_connection_age_grace",
       [&] { SetMillis(*raw_.mutable_max_connection_age_grace(), 40 * 60'000); }},
      {"max_connection_idle", [&] { SetMillis(*raw_.mutable_max_connection_idle(), 10); }},
      {"keepalive_time", [&] { SetMillis(*raw_.mutable_keepalive_time(), 10); }},
      {"keepalive_timeout", [&] { SetMillis(*raw_.mutable_keepalive_timeout(), 10); }},
      {"min_ping_interval", [&] { SetMillis(*raw_.mutable_min_ping_interval(), 7'200'000); }},
      {"max_ping_strikes", [&] { raw_.set_max_ping_strikes(0); }},
  };
  const config::ServerConfig good = raw_;
  for (const Case& c : cases) {
    SCOPED_TRACE(c.knob);
    raw_ = good;
    c.spoil();
    const absl::StatusOr<Config> config = ResolveConfig(raw_);
    ASSERT_FALSE(config.ok());
    EXPECT_TRUE(absl::StrContains(config.status().message(), c.knob)) << config.status();
  }
}

TEST_F(DoorConfigTest, TheGraceFollowsTheLongestVideo) {
  SetMillis(*raw_.mutable_operation_wait_limit(), 3'600'000);
  const absl::StatusOr<Config> config = ResolveConfig(raw_);
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->door.connections.max_age_grace, absl::Minutes(126));
  SetMillis(*raw_.mutable_max_connection_age_grace(), 120 * 60'000);
  EXPECT_FALSE(ResolveConfig(raw_).ok());
  SetMillis(*raw_.mutable_max_connection_age_grace(), 121 * 60'000);
  EXPECT_TRUE(ResolveConfig(raw_).ok());
}

TEST_F(DoorConfigTest, ZeroMeansNever) {
  SetMillis(*raw_.mutable_max_connection_age(), 0);
  SetMillis(*raw_.mutable_max_connection_idle(), 0);
  SetMillis(*raw_.mutable_keepalive_time(), 0);
  const absl::StatusOr<Config> config = ResolveConfig(raw_);
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->door.connections.max_age, absl::InfiniteDuration());
  EXPECT_EQ(config->door.connections.max_idle, absl::InfiniteDuration());
  EXPECT_EQ(config->door.connections.keepalive_time, absl::InfiniteDuration());
}

}  // namespace
}  // namespace mediagen::testing
