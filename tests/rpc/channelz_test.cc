// gRPC's view of itself, on a port of its own. In a process of its own: gRPC's plugin stays with
// all servers that are built after it.
#include <gtest/gtest.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "tests/rpc/reflection.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/server_process.h"

namespace mediagen::testing {
namespace {

constexpr char kChannelz[] = "grpc.channelz.v1.Channelz";

class ChannelzTest : public ::testing::Test {
 protected:
  ChannelzTest() { setenv(kUpstreamKeyVariable, kUpstreamKey, 1); }

  // What the log says behind `words` on that line.
  static std::string Logged(const ServerProcess& process, const std::string& words) {
    const std::string log = process.err();
    const size_t at = log.find(words);
    if (at == std::string::npos) return "";
    return log.substr(at + words.size(), log.find('"', at) - at - words.size());
  }

  FakeUpstream upstream_;
  config::ServerConfig config_ = TestConfig(upstream_.base_url());
};

TEST_F(ChannelzTest, IsOnThePortBesideAndNotOnTheMainOne) {
  config_.set_channelz_port(0);
  ServerProcess process(config_);
  const std::string main = process.WaitForAddress();
  const std::string beside = Logged(process, "channelz at ");
  ASSERT_NE(beside, "") << process.err();
  const auto on_main = ReflectedServices(ChannelTo(main));
  EXPECT_EQ(on_main.count("mediagen.v1.ImageService"), 1u);
  EXPECT_EQ(on_main.count(kChannelz), 0u);
  const auto on_second = ReflectedServices(ChannelTo(beside));
  EXPECT_EQ(on_second.count(kChannelz), 1u);
  EXPECT_EQ(on_second.count("mediagen.v1.ImageService"), 0u);
  process.Signal(SIGTERM);
  EXPECT_EQ(process.WaitForExit(), 0);
}

TEST_F(ChannelzTest, APortInUseIsRefusedLoudly) {
  config_.set_channelz_port(0);
  ServerProcess first(config_);
  ASSERT_NE(first.WaitForAddress(), "");
  const std::string beside = Logged(first, "channelz at ");
  ASSERT_NE(beside, "");
  config_.set_channelz_port(std::stoi(beside.substr(beside.find(':') + 1)));
  ServerProcess second(config_);
  EXPECT_EQ(second.WaitForExit(), 1);
  EXPECT_EQ(second.out(), "");
  EXPECT_NE(second.err().find(beside), std::string::npos) << second.err();
}

}  // namespace
}  // namespace mediagen::testing
