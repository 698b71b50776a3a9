// The configuration, changed while the server runs.
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <functional>
#include <future>

#include "absl/strings/match.h"
#include "server/config.h"
#include "server/reloader.h"
#include "tests/client/scratch_folder.h"
#include "tests/rpc/paid_rpcs.h"
#include "tests/rpc/sealed_operation.h"
#include "tests/rpc/video_fixture.h"

namespace mediagen::testing {
namespace {

constexpr char kRetiredModel[] = "veo-2.0-generate-001";

class ReloadTest : public VideoTest {
 protected:
  ReloadTest() { config_.set_operation_key_file(key_.file()); }

  Reloader& reloader() {
    if (reloader_ == nullptr) {
      Write(config_);
      reloader_ =
          std::make_unique<Reloader>([this] { return ParseConfig(folder_.Read("config")); },
                                     folder_.File("config"), config_, *server().operator->());
    }
    return *reloader_;
  }
  static std::string JsonOf(const config::ServerConfig& config) {
    std::string json;
    EXPECT_TRUE(google::protobuf::util::MessageToJsonString(config, &json).ok());
    return json;
  }
  void Write(const config::ServerConfig& config) { folder_.Write("config", JsonOf(config)); }
  const ReloadState& state() { return server()->reload_state(); }

  // Path of the request that starts a video when the call names no model.
  std::string StartPath() {
    Start();
    return upstream_.requests().back().target;
  }

  const SealedOperation key_;
  client::ScratchFolder folder_;
  std::unique_ptr<Reloader> reloader_;
};

TEST_F(ReloadTest, CallsThatBeginAfterItGoByIt) {
  reloader();
  EXPECT_TRUE(absl::StrContains(StartPath(), "veo-3"));
  config_.mutable_providers(0)->set_default_video_model(kRetiredModel);
  Write(config_);
  reloader().Look();
  EXPECT_TRUE(absl::StrContains(StartPath(), kRetiredModel));
  EXPECT_FALSE(state().failed());
  EXPECT_EQ(state().succeeded_count(), 1);
  EXPECT_TRUE(absl::StrContains(log_.WaitFor("reloaded")->message(), "providers"));
}

TEST_F(ReloadTest, ACallUnderWayLivesOn) {
  upstream_.Enqueue(Answer::Json(OperationAnswer()));
  upstream_.SetDefault(Answer::Json(PendingAnswer()));
  reloader();
  auto call = std::async(std::launch::async, [this] { return Generate(); });
  ASSERT_TRUE(upstream_.WaitForRequests(2));
  for (int i = 1; i <= 20; ++i) {
    SetMillis(*config_.mutable_poll_interval(), 10 + i);
    config_.mutable_providers(0)->set_default_video_model(kRetiredModel);
    Write(config_);
    reloader().Reload();
  }
  upstream_.SetDefault(Answer::Json(VideosAnswer({Mp4(100)})));
  const auto streamed = call.get();
  EXPECT_TRUE(streamed.status.ok()) << streamed.status.error_message();
  EXPECT_EQ(state().succeeded_count(), 20);
}

TEST_F(ReloadTest, LooksOnlyWhenAFileHasChanged) {
  reloader().Look();
  EXPECT_EQ(state().succeeded_count(), 0);
  reloader().Reload();
  EXPECT_EQ(state().succeeded_count(), 1);
  Write(config_);  // The same again, in a file of another time.
  reloader().Look();
  EXPECT_EQ(state().succeeded_count(), 2);
}

TEST_F(ReloadTest, ABrokenFileKeepsWhatRan) {
  using Raw = config::ServerConfig;
  struct Case {
    const char* name;
    std::function<std::string(Raw)> text;
    const char* words;
  };
  const Case cases[] = {
      {"no JSON", [](Raw) { return std::string("{"); }, "configuration"},
      {"a knob that is not known", [](Raw) { return std::string(R"({"prt": 1})"); }, "prt"},
      {"a value out of range",
       [](Raw raw) {
         SetMillis(*raw.mutable_poll_interval(), 1);
         return JsonOf(raw);
       },
       "poll_interval"},
      // Also what would have to wait for a restart must be good.
      {"a port that is none",
       [](Raw raw) {
         raw.set_port(65'536);
         return JsonOf(raw);
       },
       "port"},
      {"a file that is not there",
       [](Raw raw) {
         raw.set_catalogue_file("/nowhere");
         return JsonOf(raw);
       },
       "catalogue_file"},
  };
  reloader();
  int64_t failures = 0;
  for (const Case& bad : cases) {
    SCOPED_TRACE(bad.name);
    folder_.Write("config", bad.text(config_));
    reloader().Look();
    EXPECT_TRUE(state().failed());
    EXPECT_EQ(state().failed_count(), ++failures);
    EXPECT_TRUE(absl::StrContains(log_.text(), bad.words));
    // Told once.
    reloader().Look();
    EXPECT_EQ(state().failed_count(), failures);
    EXPECT_TRUE(absl::StrContains(StartPath(), "veo-3"));
  }
  EXPECT_EQ(log_.Count("reload_failed"), static_cast<int>(failures));
  Write(config_);
  reloader().Look();
  EXPECT_FALSE(state().failed());
}

TEST_F(ReloadTest, AMissingFileKeepsWhatRan) {
  reloader();
  std::filesystem::remove(folder_.File("config"));
  reloader().Look();
  EXPECT_TRUE(state().failed());
  EXPECT_FALSE(StartPath().empty());
}

TEST_F(ReloadTest, WhatNeedsARestartIsTold) {
  reloader();
  config_.set_port(1);
  config_.set_workers(2);
  Write(config_);
  reloader().Look();
  EXPECT_FALSE(state().failed());
  const std::string told = log_.WaitFor("restart_needed")->message();
  EXPECT_TRUE(absl::StrContains(told, "port, workers")) << told;
}

TEST_F(ReloadTest, OperationKeysAreRotated) {
  reloader();
  const std::string old_handle = Start();
  key_.SetKeys(KeyLine('b') + KeyLine('a'));
  reloader().Look();
  const std::string new_handle = Start();
  const OperationSealer only_b(*OperationSealer::ReadKeys(KeyLine('b')));
  EXPECT_TRUE(only_b.Open(new_handle, "").ok());
  EXPECT_FALSE(only_b.Open(old_handle, "").ok());
  upstream_.Enqueue(Answer::Json(VideosAnswer({Mp4(100)})));
  EXPECT_TRUE(Watch(old_handle).status.ok());
}

TEST_F(ReloadTest, ABrokenKeyFileKeepsTheOldKeysAndSaysNothingOfThem) {
  reloader();
  const std::string handle = Start();
  key_.SetKeys(std::string(63, 'c') + "\n");
  reloader().Look();
  EXPECT_TRUE(state().failed());
  EXPECT_FALSE(absl::StrContains(log_.text(), "ccc"));
  upstream_.Enqueue(Answer::Json(VideosAnswer({Mp4(100)})));
  EXPECT_TRUE(Watch(handle).status.ok());
}

TEST_F(ReloadTest, ABrokenProviderKeyFileShows) {
  folder_.Write("key", "the-first-key\n");
  config_.mutable_providers(0)->clear_api_key_env();
  config_.mutable_providers(0)->set_api_key_file(folder_.File("key"));
  reloader();
  folder_.Write("key", "\n");
  reloader().Look();
  EXPECT_TRUE(state().failed());
  EXPECT_FALSE(StartPath().empty());
  folder_.Write("key", "the-second-key\n");
  reloader().Look();
  EXPECT_FALSE(state().failed());
  EXPECT_FALSE(absl::StrContains(log_.text(), "-key\n"));
}

}  // namespace
}  // namespace mediagen::testing
