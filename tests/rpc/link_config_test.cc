// Which links are followed, as configured.
#include "server/link_config.h"

#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/match.h"
#include "tests/rpc/sealed_operation.h"
#include "tests/rpc/server_fixture.h"

namespace mediagen::testing {
namespace {

config::ServerConfig Good() {
  setenv(kUpstreamKeyVariable, kUpstreamKey, 1);
  return TestConfig("http://127.0.0.1:8091");
}

TEST(LinkConfigTest, FetchesNothingByDefault) {
  const absl::StatusOr<Config> config = ResolveConfig(Good());
  ASSERT_TRUE(config.ok()) << config.status();
  const LinkRules& links = config->services.watch.links;
  EXPECT_FALSE(links.Allows("https://files.example/v.mp4"));
  EXPECT_EQ(links.max_bytes, 1 << 30);
  EXPECT_EQ(links.time_limit, absl::Minutes(15));
  EXPECT_FALSE(config->links_beyond_public);
  // A provider's own files may redirect to any public place.
  EXPECT_TRUE(config->services.watch.files.Allows("https://files.example/v.mp4"));
  EXPECT_FALSE(config->services.watch.files.Allows("http://files.example/v.mp4"));
}

TEST(LinkConfigTest, TakesHostsAndLimits) {
  config::ServerConfig raw = Good();
  raw.add_link_hosts("*.files.example");
  raw.set_max_link_bytes(5'000'000);
  SetMillis(*raw.mutable_link_time_limit(), 2000);
  SetMillis(*raw.mutable_connect_timeout(), 300);
  config::TrustedLinkHost& host = *raw.add_trusted_link_hosts();
  host.set_host("sandbox.example");
  host.set_allow_plain_http(true);
  host.add_address_ranges("10.0.0.0/8");
  const absl::StatusOr<Config> config = ResolveConfig(raw);
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_TRUE(config->links_beyond_public);
  for (const LinkRules* rules : {&config->services.watch.links, &config->services.watch.files}) {
    EXPECT_TRUE(rules->Allows("https://a.files.example/v.mp4"));
    EXPECT_TRUE(rules->Allows("http://sandbox.example/v.mp4"));
    EXPECT_FALSE(rules->Allows("http://a.files.example/v.mp4"));
    EXPECT_EQ(rules->max_bytes, 5'000'000);
    EXPECT_EQ(rules->time_limit, absl::Seconds(2));
    EXPECT_EQ(rules->connect_timeout, absl::Milliseconds(300));
  }
  EXPECT_FALSE(config->services.watch.links.Allows("https://elsewhere.example/v.mp4"));
}

TEST(LinkConfigTest, RefusesWhatIsWrongAndNamesIt) {
  struct Case {
    const char* name;
    std::function<void(config::ServerConfig&)> spoil;
    const char* knob;
  };
  const Case cases[] = {
      {"a URL", [](auto& raw) { raw.add_link_hosts("https://x.example"); }, "link_hosts[0]"},
      {"upper case", [](auto& raw) { raw.add_link_hosts("X.example"); }, "link_hosts[0]"},
      {"any trusted host", [](auto& raw) { raw.add_trusted_link_hosts()->set_host("*"); },
       "trusted_link_hosts[0].host"},
      {"no trusted host", [](auto& raw) { raw.add_trusted_link_hosts(); },
       "trusted_link_hosts[0].host"},
      {"no range",
       [](auto& raw) {
         raw.add_trusted_link_hosts()->set_host("a");
         raw.mutable_trusted_link_hosts(0)->add_address_ranges("10.0.0.1/8");
       },
       "trusted_link_hosts[0].address_ranges[0]"},
      {"too small", [](auto& raw) { raw.set_max_link_bytes(1); }, "max_link_bytes"},
      {"no time", [](auto& raw) { SetMillis(*raw.mutable_link_time_limit(), 0); },
       "link_time_limit"},
  };
  for (const Case& wrong : cases) {
    config::ServerConfig raw = Good();
    wrong.spoil(raw);
    const absl::Status status = ResolveConfig(raw).status();
    EXPECT_TRUE(absl::StrContains(status.message(), wrong.knob)) << wrong.name << ": " << status;
  }
}

// Logs before it listens; on an address that no machine has it gets no further.
int WarningsAt(const std::string& host, bool trusts) {
  const SealedOperation key;
  config::ServerConfig raw = Good();
  raw.set_host(host);
  raw.set_operation_key_file(key.file());
  raw.set_allow_plaintext(true);
  if (trusts) {
    raw.add_trusted_link_hosts()->set_host("sandbox.example");
    raw.mutable_trusted_link_hosts(0)->set_allow_plain_http(true);
  }
  absl::StatusOr<Config> config = ResolveConfig(raw);
  EXPECT_TRUE(config.ok()) << config.status();
  const LogCapture log;
  EXPECT_EQ(Server::Start(*std::move(config)).ok(), host == "127.0.0.1");
  return log.Count("trusted_link_hosts");
}

TEST(LinkConfigTest, AServerForOthersSaysThatItTrustsHosts) {
  constexpr char kNobody[] = "192.0.2.1";
  EXPECT_EQ(WarningsAt(kNobody, true), 1);
  EXPECT_EQ(WarningsAt(kNobody, false), 0);
  EXPECT_EQ(WarningsAt("127.0.0.1", true), 0);
}

}  // namespace
}  // namespace mediagen::testing
