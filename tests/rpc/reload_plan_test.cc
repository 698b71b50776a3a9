#include "server/reload_plan.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/rpc/server_fixture.h"

namespace mediagen::testing {
namespace {

using google::protobuf::util::MessageDifferencer;
using Names = std::vector<std::string>;

struct Case {
  const char* name;
  std::function<void(config::ServerConfig&)> change;
  Names changed;
  Names need_restart;
};

const Case kCases[] = {
    {"nothing", [](auto&) {}, {}, {}},
    {"a switch",
     [](auto& raw) { raw.set_refuse_retired_models(true); },
     {"refuse_retired_models"},
     {}},
    {"a duration",
     [](auto& raw) { SetMillis(*raw.mutable_poll_interval(), 70); },
     {"poll_interval"},
     {}},
    {"a duration goes", [](auto& raw) { raw.clear_drain_timeout(); }, {"drain_timeout"}, {}},
    {"a list",
     [](auto& raw) { raw.add_allowed_bucket_prefixes("gs://b/"); },
     {"allowed_bucket_prefixes"},
     {}},
    {"a default model",
     [](auto& raw) { raw.mutable_providers(0)->set_default_video_model("m"); },
     {"providers"},
     {}},
    {"a base URL",
     [](auto& raw) { raw.mutable_providers(0)->set_base_url("https://elsewhere.example"); },
     {},
     {"providers"}},
    {"one more provider",
     [](auto& raw) { raw.add_providers()->set_name("more"); },
     {},
     {"providers"}},
    {"a default model of a provider that is new",
     [](auto& raw) {
       raw.mutable_providers(0)->set_name("new");
       raw.mutable_providers(0)->set_default_video_model("m");
     },
     {},
     {"providers"}},
    {"a port", [](auto& raw) { raw.set_port(7); }, {}, {"port"}},
    {"a key file", [](auto& raw) { raw.set_operation_key_file("f"); }, {}, {"operation_key_file"}},
    {"of both kinds",
     [](auto& raw) {
       raw.set_workers(3);
       raw.set_max_poll_failures(4);
       raw.set_host("0.0.0.0");
     },
     {"max_poll_failures"},
     {"host", "workers"}},
};

TEST(ReloadPlanTest, TellsWhatMayChangeWhileTheServerRuns) {
  const config::ServerConfig running = TestConfig("http://127.0.0.1:1");
  for (const Case& test : kCases) {
    SCOPED_TRACE(test.name);
    config::ServerConfig wanted = running;
    test.change(wanted);
    const ReloadPlan plan = PlanReload(running, wanted);
    EXPECT_EQ(plan.changed, test.changed);
    EXPECT_EQ(plan.need_restart, test.need_restart);
  }
}

TEST(ReloadPlanTest, TakesWhatMayChangeAndKeepsTheRest) {
  const config::ServerConfig running = TestConfig("http://127.0.0.1:1");
  config::ServerConfig wanted = running;
  wanted.set_port(7);
  wanted.add_link_hosts("files.example");
  wanted.clear_drain_timeout();
  config::ServerConfig expected = running;
  expected.add_link_hosts("files.example");
  expected.clear_drain_timeout();
  const ReloadPlan plan = PlanReload(running, wanted);
  EXPECT_TRUE(MessageDifferencer::Equals(plan.effective, expected)) << plan.effective.DebugString();
}

TEST(ReloadPlanTest, ListsOnlyKnobsThatThereAre) {
  for (const char* name : ReloadableKnobs()) {
    EXPECT_NE(config::ServerConfig::descriptor()->FindFieldByName(name), nullptr) << name;
  }
}

}  // namespace
}  // namespace mediagen::testing
