#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "client/cli/config_knobs.h"
#include "server/config.pb.h"
#include "tests/client/cli_process.h"
#include "tests/client/scratch_folder.h"

namespace mediagen::client {
namespace {

const ConfigKnob* Find(const std::string& path) {
  for (const ConfigKnob& knob : ConfigKnobs()) {
    if (knob.path == path) return &knob;
  }
  return nullptr;
}

TEST(ConfigKnobsTest, EveryKeyOfTheServerIsThereAndExplained) {
  const auto& server = *config::ServerConfig::descriptor();
  for (int i = 0; i < server.field_count(); ++i)
    EXPECT_NE(Find(server.field(i)->name()), nullptr) << server.field(i)->name();
  for (const ConfigKnob& knob : ConfigKnobs()) {
    EXPECT_GT(knob.text.size(), 10u) << knob.path;
    EXPECT_FALSE(knob.type.empty()) << knob.path;
  }
}

TEST(ConfigKnobsTest, TypeAndDefaultAreToldByTheSources) {
  ASSERT_NE(Find("poll_interval"), nullptr);
  EXPECT_EQ(Find("poll_interval")->type, R"(duration, such as "10s")");
  EXPECT_EQ(Find("poll_interval")->fallback, "10s");
  EXPECT_EQ(Find("host")->fallback, "127.0.0.1");
  EXPECT_EQ(Find("port")->type, "whole number");
  EXPECT_EQ(Find("providers")->type, "list of object");
  EXPECT_EQ(Find("providers.name")->fallback, "required");
  EXPECT_EQ(Find("breaker.failure_share")->fallback, "0.5");
  EXPECT_EQ(Find("breaker.failure_share")->type, "number");
  EXPECT_EQ(Find("allow_caller_keys")->fallback, "false");
  // One comment for several keys.
  EXPECT_TRUE(absl::StrContains(Find("providers.default_video_model")->text, "name none"));
  EXPECT_FALSE(absl::StrContains(Find("providers.chat_shape")->text, "name none"));
}

class ConfigExplainTest : public testing::Test {
 protected:
  CliResult Run(std::vector<std::string> words) {
    words.insert(words.begin(), {"config", "explain"});
    return RunCli(folder_.path(), words);
  }

  ScratchFolder folder_;
};

TEST_F(ConfigExplainTest, TellsOfAll) {
  const CliResult result = Run({});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  for (const char* line : {"\npoll_interval: duration", "\nbreaker.window: ", "host: text"})
    EXPECT_TRUE(absl::StrContains(result.out, line)) << line;
}

TEST_F(ConfigExplainTest, TellsOfOneAndOfAllBelowOne) {
  const CliResult one = Run({"poll_interval"});
  EXPECT_EQ(one.exit_code, 0);
  EXPECT_EQ(std::count(one.out.begin(), one.out.end(), '\n'), 2) << one.out;
  const CliResult below = Run({"breaker"});
  EXPECT_TRUE(absl::StrContains(below.out, "breaker.min_calls: whole number; default: 20"));
  EXPECT_FALSE(absl::StrContains(below.out, "poll_interval"));
}

TEST_F(ConfigExplainTest, TellsWhatAFileSets) {
  folder_.Write("server.json", R"({"poll_interval": "5s", "breaker": {"min_calls": 7}})");
  const CliResult set = Run({"poll_interval", "--config", "server.json"});
  EXPECT_TRUE(absl::StrContains(set.out, R"(set here: {"poll_interval":"5s"})")) << set.out;
  const CliResult inner = Run({"breaker.min_calls", "--config", "server.json"});
  EXPECT_TRUE(absl::StrContains(inner.out, R"(set here: {"breaker":{"min_calls":7}})"))
      << inner.out;
  EXPECT_FALSE(absl::StrContains(Run({"host", "--config", "server.json"}).out, "set here"));
}

TEST_F(ConfigExplainTest, WhatIsWrongIsAUsageError) {
  const CliResult unknown = Run({"pol_interval"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_TRUE(absl::StrContains(unknown.err, "did you mean 'poll_interval'?")) << unknown.err;
  EXPECT_EQ(Run({"host", "--config", "nowhere.json"}).exit_code, 2);
  folder_.Write("bad.json", R"({"prot": 1})");
  EXPECT_EQ(Run({"host", "--config", "bad.json"}).exit_code, 2);
  EXPECT_EQ(Run({"host", "--json"}).exit_code, 2);
  EXPECT_EQ(RunCli(folder_.path(), {"config"}).exit_code, 2);
}

}  // namespace
}  // namespace mediagen::client
