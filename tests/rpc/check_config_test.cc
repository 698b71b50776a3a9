#include "server/check_config.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "absl/strings/match.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/server_process.h"

namespace mediagen::testing {
namespace {

class CheckConfigTest : public ::testing::Test {
 protected:
  CheckConfigTest() { setenv(kUpstreamKeyVariable, kUpstreamKey, 1); }

  config::ServerConfig config_ = TestConfig("http://127.0.0.1:1");
};

void ExpectBegins(const std::vector<std::string>& faults, size_t at, const std::string& words) {
  ASSERT_GT(faults.size(), at);
  EXPECT_TRUE(absl::StartsWith(faults[at], words)) << faults[at];
}

TEST_F(CheckConfigTest, AGoodOneHasNoFault) { EXPECT_TRUE(FaultsOf(config_).empty()); }

TEST_F(CheckConfigTest, EveryFaultIsToldWithItsPath) {
  config_.set_port(70000);
  config_.set_workers(0);
  config_.set_default_provider("nobody");
  config_.mutable_providers(0)->set_base_url("ftp://example.com");
  config_.mutable_breaker()->set_failure_share(2);
  config_.set_metrics_port(-1);
  SetMillis(*config_.mutable_poll_interval(), 0);
  const std::vector<std::string> faults = FaultsOf(config_);
  ASSERT_EQ(faults.size(), 7u);
  ExpectBegins(faults, 0, "port: ");
  ExpectBegins(faults, 1, "workers: ");
  ExpectBegins(faults, 2, "providers[0].base_url: ");
  ExpectBegins(faults, 3, "default_provider: ");
  ExpectBegins(faults, 4, "poll_interval: ");
  ExpectBegins(faults, 5, "metrics_port: ");
  ExpectBegins(faults, 6, "breaker.failure_share: ");
}

TEST_F(CheckConfigTest, WhatHidesOthersIsSaidToDoSo) {
  config_.mutable_providers(0)->clear_name();
  config_.set_metrics_port(-1);
  const std::vector<std::string> faults = FaultsOf(config_);
  ASSERT_EQ(faults.size(), 2u);
  ExpectBegins(faults, 0, "providers[0].name: ");
  ExpectBegins(faults, 1, "there may be more");
}

TEST_F(CheckConfigTest, AKeyThatIsNotKnownDoesNotHideTheRest) {
  config::ServerConfig raw;
  const auto faults = FaultsOfJson(R"({"prot": 1, "port": 70000})", raw);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_TRUE(absl::StrContains(faults[0], "prot")) << faults[0];
  EXPECT_EQ(raw.port(), 70000);
}

TEST_F(CheckConfigTest, TheProgramTellsAndDoesNotListen) {
  setenv("AIHUBMIX_API_KEY", kUpstreamKey, 0);
  ServerProcess good({"--check-config", "--port", "0"});
  EXPECT_EQ(good.WaitForExit(), 0) << good.err();
  EXPECT_FALSE(absl::StrContains(good.out(), "listening"));
  client::ScratchFolder folder;
  folder.Write("config.json", R"({"prot": 1, "port": 70000, "workers": 100})");
  ServerProcess bad({"--check-config", "--config", folder.File("config.json")});
  EXPECT_EQ(bad.WaitForExit(), 2);
  EXPECT_EQ(bad.out(), "");
  for (const char* word : {"prot", "port: ", "workers: "})
    EXPECT_TRUE(absl::StrContains(bad.err(), word)) << bad.err();
}

}  // namespace
}  // namespace mediagen::testing
