// What signals do to the server, also where it is the first process of a container.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cstdlib>
#include <fstream>
#include <future>
#include <iterator>
#include <regex>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/core_dumps.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/server_process.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

class SignalsTest : public ::testing::Test {
 protected:
  SignalsTest() { setenv(kUpstreamKeyVariable, kUpstreamKey, 1); }

  static bool Tells(const ServerProcess& process, const std::string& words) {
    return Eventually(kTestLimit, [&] { return absl::StrContains(process.err(), words); });
  }

  FakeUpstream upstream_;
  config::ServerConfig config_ = TestConfig(upstream_.base_url());
};

// A call that waits for the upstream until that is released.
class HeldCall {
 public:
  HeldCall(const std::string& address, FakeUpstream& upstream)
      : images_(v1::ImageService::NewStub(ChannelTo(address))) {
    request_.mutable_spec()->set_prompt("a lighthouse");
    upstream.Enqueue(Answer::Json(ImagesAnswer({Png(1000)})).HoldUntilReleased());
    ended_ = std::async(std::launch::async, [this] {
      return images_->GenerateImages(&context_, request_, &response_);
    });
    EXPECT_TRUE(upstream.WaitForRequests(1));
  }
  ~HeldCall() { context_.TryCancel(); }
  grpc::Status Wait() { return ended_.get(); }

 private:
  const std::unique_ptr<v1::ImageService::Stub> images_;
  grpc::ClientContext context_;
  v1::GenerateImagesRequest request_;
  v1::GenerateImagesResponse response_;
  std::future<grpc::Status> ended_;
};

class PidOneTest : public SignalsTest {
 protected:
  // With its own /proc: a sanitizer looks there for the threads of its process.
  static std::vector<std::string> Launcher() {
    return {"unshare", "--fork", "--pid", "--mount-proc", "--kill-child"};
  }
  void SetUp() override {
    if (std::system("unshare --fork --pid --mount-proc true 2>/dev/null") != 0)
      GTEST_SKIP() << "no namespaces here: this test wants root";
  }
};

TEST_F(PidOneTest, StopsOnSigtermAndReloadsOnSighup) {
  SetMillis(*config_.mutable_config_check_interval(), 0);
  ServerProcess process(config_, Launcher());
  ASSERT_NE(process.WaitForAddress(), "") << process.err();
  ASSERT_GT(process.child_pid(), 0);
  kill(process.child_pid(), SIGHUP);
  ASSERT_TRUE(Tells(process, "\"reloaded\""));
  kill(process.child_pid(), SIGTERM);
  EXPECT_EQ(process.WaitForExit(), 0) << process.err();
}

TEST_F(PidOneTest, AnInterruptEndsItWhileItStops) {
  ServerProcess process(config_, Launcher());
  HeldCall call(process.WaitForAddress(), upstream_);
  kill(process.child_pid(), SIGTERM);
  ASSERT_TRUE(Tells(process, "\"draining\""));
  kill(process.child_pid(), SIGINT);
  EXPECT_EQ(process.WaitForExit(), 128 + SIGINT);
  EXPECT_FALSE(call.Wait().ok());
}

TEST_F(SignalsTest, ASecondSigtermChangesNothing) {
  ServerProcess process(config_);
  HeldCall call(process.WaitForAddress(), upstream_);
  process.Signal(SIGTERM);
  ASSERT_TRUE(Tells(process, "\"draining\""));
  process.Signal(SIGTERM);
  process.Signal(SIGHUP);
  EXPECT_FALSE(process.WaitForExit(std::chrono::milliseconds(100)).has_value());
  upstream_.Release();
  EXPECT_TRUE(call.Wait().ok());
  EXPECT_EQ(process.WaitForExit(), 0);
}

TEST_F(SignalsTest, NoticesAChangedFile) {
  SetMillis(*config_.mutable_config_check_interval(), 20);
  ServerProcess process(config_);
  ASSERT_NE(process.WaitForAddress(), "") << process.err();
  config_.set_refuse_retired_models(true);
  process.Rewrite(config_);
  EXPECT_TRUE(Tells(process, "changed: refuse_retired_models")) << process.err();
}

TEST_F(SignalsTest, ABrokenFileIsToldAndDoesNotEndIt) {
  ServerProcess process(config_);
  const std::string address = process.WaitForAddress();
  process.folder().Write("config.json", "{");
  process.Signal(SIGHUP);
  EXPECT_TRUE(Eventually(kTestLimit,
                         [&] { return absl::StrContains(process.err(), "\"reload_failed\""); }));
  EXPECT_TRUE(ChannelTo(address)->WaitForConnected(std::chrono::system_clock::now() +
                                                   std::chrono::seconds(10)));
  process.Signal(SIGTERM);
  EXPECT_EQ(process.WaitForExit(), 0);
}

TEST_F(SignalsTest, LeavesNoCoreUnlessAllowed) {
  for (const bool allowed : {false, true}) {
    config_.set_allow_core_dumps(allowed);
    ServerProcess process(config_);
    ASSERT_NE(process.WaitForAddress(), "") << process.err();
    std::ifstream limits(absl::StrCat("/proc/", process.pid(), "/limits"));
    const std::string text{std::istreambuf_iterator<char>(limits), {}};
    const bool none = std::regex_search(text, std::regex("Max core file size +0 +0 "));
    rlimit own{};
    getrlimit(RLIMIT_CORE, &own);
    EXPECT_EQ(none, !allowed || own.rlim_max == 0) << text;
  }
}

TEST(CoreDumpsTest, NobodyReadsTheProcess) {
  EXPECT_EXIT(
      {
        ForbidCoreDumps();
        _exit(prctl(PR_GET_DUMPABLE));
      },
      ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace mediagen::testing
