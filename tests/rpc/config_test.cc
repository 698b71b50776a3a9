#include "server/config.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "absl/strings/match.h"
#include "tests/client/scratch_folder.h"
#include "tests/rpc/server_fixture.h"

namespace mediagen::testing {
namespace {

class ConfigTest : public ::testing::Test {
 protected:
  ConfigTest() { setenv(kUpstreamKeyVariable, kUpstreamKey, 1); }

  static absl::StatusOr<Config> Resolve(const config::ServerConfig& raw) {
    return ResolveConfig(raw);
  }
  static config::ServerConfig Good() { return TestConfig("http://127.0.0.1:8091"); }
};

TEST_F(ConfigTest, FillsInEveryDefault) {
  config::ServerConfig raw;
  raw.add_providers()->set_name("aihubmix");
  raw.mutable_providers(0)->set_api_key_env(kUpstreamKeyVariable);
  const absl::StatusOr<Config> config = Resolve(raw);
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->host, "127.0.0.1");
  EXPECT_EQ(config->port, 50051);
  EXPECT_GE(config->workers, 1);
  EXPECT_EQ(config->default_provider, "aihubmix");
  EXPECT_TRUE(config->operation_key_is_random);
  EXPECT_EQ(config->services.watch.poll_interval, absl::Seconds(10));
  EXPECT_EQ(config->services.watch.progress_interval, absl::Seconds(10));
  EXPECT_EQ(config->services.watch.wait_limit, absl::Minutes(20));
  EXPECT_EQ(config->services.watch.max_poll_failures, 10);
  EXPECT_EQ(config->drain_timeout, absl::Seconds(25));
  EXPECT_EQ(config->drain_delay, absl::ZeroDuration());
  EXPECT_EQ(config->config_check_interval, absl::Seconds(2));
  EXPECT_EQ(config->request_id_capacity, 100'000u);
  EXPECT_EQ(config->max_inflight_bytes, int64_t{512} << 20);
  EXPECT_EQ(config->slow_client_timeout, absl::Seconds(120));
  EXPECT_EQ(config->services.max_history_bytes, 64'000'000);
  EXPECT_EQ(config->services.conversation_idle_limit, absl::Minutes(10));
  const ProviderOptions& provider = config->providers.at(0);
  EXPECT_EQ(provider.BaseUrl(Base::kGoogle, ""), "https://aihubmix.com/gemini");
  EXPECT_EQ(provider.chat_base_url, "https://aihubmix.com/v1");
  EXPECT_EQ(provider.api_version, "v1beta");
  EXPECT_EQ(provider.connect_timeout, absl::Seconds(10));
  EXPECT_EQ(provider.generate_timeout, absl::Minutes(10));
  EXPECT_EQ(provider.short_call_timeout, absl::Seconds(60));
  EXPECT_EQ(provider.stall_timeout, absl::Seconds(60));
}

TEST_F(ConfigTest, RefusesWhatIsWrongAndNamesIt) {
  struct Case {
    const char* name;
    std::function<void(config::ServerConfig&)> spoil;
    const char* knob;
  };
  const Case cases[] = {
      {"port", [](auto& raw) { raw.set_port(65'536); }, "port"},
      {"negative port", [](auto& raw) { raw.set_port(-7); }, "port"},
      {"no workers", [](auto& raw) { raw.set_workers(0); }, "workers"},
      {"no name", [](auto& raw) { raw.mutable_providers(0)->clear_name(); }, "providers[0].name"},
      {"twice", [](auto& raw) { *raw.add_providers() = config::ProviderConfig(raw.providers(0)); },
       "providers[1].name"},
      {"dialect", [](auto& raw) { raw.mutable_providers(0)->set_dialect("x"); },
       "providers[0].dialect"},
      {"no key", [](auto& raw) { raw.mutable_providers(0)->clear_api_key_env(); }, "providers[0]"},
      {"project without location", [](auto& raw) { raw.mutable_providers(0)->set_project("p"); },
       "providers[0].location"},
      {"project that bends the path",
       [](auto& raw) {
         raw.mutable_providers(0)->set_project("p/../q");
         raw.mutable_providers(0)->set_location("us-central1");
       },
       "providers[0].project"},
      {"chat shape", [](auto& raw) { raw.mutable_providers(0)->set_chat_shape("x"); },
       "chat_shape"},
      {"video shape", [](auto& raw) { raw.mutable_providers(0)->set_video_shape("x"); },
       "video_shape"},
      {"server timeout",
       [](auto& raw) { raw.mutable_providers(0)->mutable_server_timeout()->set_seconds(3601); },
       "server_timeout"},
      {"credential file",
       [](auto& raw) {
         raw.mutable_providers(0)->clear_api_key_env();
         raw.mutable_providers(0)->set_credential_file("/no/such/file");
       },
       "providers[0]"},
      {"catalogue", [](auto& raw) { raw.set_catalogue_file("/no/such/file"); }, "catalogue_file"},
      {"translation", [](auto& raw) { raw.set_translate_prompts(true); }, "translate_prompts"},
      {"two keys", [](auto& raw) { raw.mutable_providers(0)->set_api_key_file("f"); },
       "providers[0]"},
      {"unset key", [](auto& raw) { raw.mutable_providers(0)->set_api_key_env("NO_SUCH_ONE"); },
       "NO_SUCH_ONE"},
      {"default", [](auto& raw) { raw.set_default_provider("x"); }, "default_provider"},
      {"plain", [](auto& raw) { raw.mutable_providers(0)->set_base_url("http://a.b"); },
       "allow_plaintext_upstream"},
      {"plain, like loopback",
       [](auto& raw) { raw.mutable_providers(0)->set_chat_base_url("http://127.0.0.1.evil.com"); },
       "allow_plaintext_upstream"},
      {"no URL", [](auto& raw) { raw.mutable_providers(0)->set_base_url("a.b"); }, "base_url"},
      {"user", [](auto& raw) { raw.mutable_providers(0)->set_base_url("https://u@a.b"); },
       "base_url"},
      {"query", [](auto& raw) { raw.mutable_providers(0)->set_chat_base_url("https://a.b?k=1"); },
       "chat_base_url"},
      {"version", [](auto& raw) { raw.mutable_providers(0)->set_api_version("../v1"); },
       "api_version"},
      {"short", [](auto& raw) { SetMillis(*raw.mutable_poll_interval(), 9); }, "poll_interval"},
      {"rare progress", [](auto& raw) { SetMillis(*raw.mutable_progress_interval(), 15'001); },
       "progress_interval"},
      {"negative", [](auto& raw) { raw.mutable_drain_timeout()->set_seconds(-1); },
       "drain_timeout"},
      {"long delay", [](auto& raw) { raw.mutable_drain_delay()->set_seconds(3601); },
       "drain_delay"},
      {"rare looks", [](auto& raw) { raw.mutable_config_check_interval()->set_seconds(3601); },
       "config_check_interval"},
      {"failures", [](auto& raw) { raw.set_max_poll_failures(0); }, "max_poll_failures"},
      {"capacity", [](auto& raw) { raw.set_request_id_capacity(0); }, "request_id_capacity"},
      {"small budget", [](auto& raw) { raw.set_max_inflight_bytes(15'999'999); },
       "max_inflight_bytes"},
      {"large budget", [](auto& raw) { raw.set_max_inflight_bytes(1'000'000'000'001); },
       "max_inflight_bytes"},
      {"patience", [](auto& raw) { raw.mutable_slow_client_timeout()->set_seconds(86'401); },
       "slow_client_timeout"},
      {"impatience", [](auto& raw) { raw.mutable_slow_client_timeout()->set_seconds(-1); },
       "slow_client_timeout"},
      {"short history", [](auto& raw) { raw.set_max_history_bytes(999'999); }, "max_history_bytes"},
      {"endless history", [](auto& raw) { raw.set_max_history_bytes(1'000'000'001); },
       "max_history_bytes"},
      {"hasty", [](auto& raw) { SetMillis(*raw.mutable_conversation_idle_limit(), 9); },
       "conversation_idle_limit"},
      {"authorities", [](auto& raw) { raw.set_ca_file("/nowhere"); }, "ca_file"},
      {"keys", [](auto& raw) { raw.set_operation_key_file("/nowhere"); }, "operation_key_file"},
      {"beyond loopback", [](auto& raw) { raw.set_host("0.0.0.0"); }, "operation_key_file"},
      {"like loopback", [](auto& raw) { raw.set_host("127.evil.com"); }, "operation_key_file"},
      {"any IPv6", [](auto& raw) { raw.set_host("::"); }, "operation_key_file"},
  };
  for (const Case& bad : cases) {
    SCOPED_TRACE(bad.name);
    config::ServerConfig raw = Good();
    bad.spoil(raw);
    const absl::StatusOr<Config> config = Resolve(raw);
    ASSERT_FALSE(config.ok());
    EXPECT_TRUE(absl::StrContains(config.status().message(), bad.knob)) << config.status();
  }
}

TEST_F(ConfigTest, TakesEveryLoopback) {
  for (const char* host : {"127.0.0.1", "127.8.9.1", "localhost", "::1", "[::1]"}) {
    config::ServerConfig raw = Good();
    raw.set_host(host);
    EXPECT_TRUE(Resolve(raw).ok()) << host;
  }
}

TEST_F(ConfigTest, ReadsJsonAndNamesWhatItDoesNotKnow) {
  const auto good = ParseConfig(R"({"poll_interval": "2s", "drainTimeout": "1.5s", "port": 0})");
  ASSERT_TRUE(good.ok()) << good.status();
  EXPECT_EQ(good->poll_interval().seconds(), 2);
  EXPECT_EQ(good->drain_timeout().nanos(), 500'000'000);
  for (const char* bad : {R"({"prt": 1})", R"({"providers": [{"prt": "x"}]})"}) {
    const auto parsed = ParseConfig(bad);
    ASSERT_FALSE(parsed.ok());
    EXPECT_TRUE(absl::StrContains(parsed.status().message(), "prt")) << parsed.status();
  }
  EXPECT_FALSE(ParseConfig("{").ok());
  EXPECT_FALSE(ParseConfig(R"({"port": "many"})").ok());
}

TEST_F(ConfigTest, AServerListensOnIpv6) {
  config::ServerConfig raw = Good();
  raw.set_host("::1");
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(*Resolve(raw));
  if (!server.ok()) GTEST_SKIP() << "no IPv6 here: " << server.status();
  EXPECT_TRUE(absl::StartsWith((*server)->address(), "[::1]:")) << (*server)->address();
}

}  // namespace
}  // namespace mediagen::testing
