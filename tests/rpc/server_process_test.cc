// The server as its operator meets it.
#include "tests/rpc/server_process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <cstdlib>
#include <future>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/rpc/sealed_operation.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

class ServerProcessTest : public ::testing::Test {
 protected:
  ServerProcessTest() { setenv(kUpstreamKeyVariable, kUpstreamKey, 1); }

  // The exit code and the words of a server that must not come up.
  void ExpectRefused(ServerProcess& process, int code, const std::string& words) {
    EXPECT_EQ(process.WaitForExit(), code);
    EXPECT_EQ(process.out(), "");
    EXPECT_TRUE(absl::StrContains(process.err(), words)) << process.err();
  }

  FakeUpstream upstream_;
  config::ServerConfig config_ = TestConfig(upstream_.base_url());
};

TEST_F(ServerProcessTest, SaysOnceWhereItListens) {
  ServerProcess process(config_);
  const std::string address = process.WaitForAddress();
  EXPECT_TRUE(absl::StartsWith(address, "127.0.0.1:")) << process.err();
  EXPECT_FALSE(absl::EndsWith(address, ":0"));
  EXPECT_TRUE(ChannelTo(address)->WaitForConnected(std::chrono::system_clock::now() +
                                                   std::chrono::seconds(10)));
  process.Signal(SIGTERM);
  EXPECT_EQ(process.WaitForExit(), 0);
  EXPECT_EQ(process.out(), absl::StrCat("listening ", address, "\n"));
}

TEST_F(ServerProcessTest, FlagsComeBeforeTheConfiguration) {
  client::ScratchFolder folder;
  folder.Write("config.json",
               R"({"port": 1, "providers": [{"name": "aihubmix", "api_key_env": "HOME"}]})");
  ServerProcess process(
      {"--config", folder.File("config.json"), "--port", "0", "--host", "localhost"});
  EXPECT_TRUE(absl::StartsWith(process.WaitForAddress(), "localhost:")) << process.err();
}

TEST_F(ServerProcessTest, OpensAsManyFilesAsItMay) {
  ServerProcess process(config_, {"prlimit", "--nofile=512:2048"});
  ASSERT_NE(process.WaitForAddress(), "") << process.err();
  rlimit files = {};
  ASSERT_EQ(prlimit(process.pid(), RLIMIT_NOFILE, nullptr, &files), 0);
  EXPECT_EQ(files.rlim_cur, 2048u);
}

TEST_F(ServerProcessTest, APortInUseIsRefusedLoudly) {
  ServerProcess first(config_);
  const std::string address = first.WaitForAddress();
  int port = 0;
  ASSERT_TRUE(absl::SimpleAtoi(address.substr(address.find(':') + 1), &port));
  config_.set_port(port);
  ServerProcess second(config_);
  ExpectRefused(second, 1, absl::StrCat("cannot listen on ", address));
}

TEST_F(ServerProcessTest, AnUnknownKeyIsNamed) {
  client::ScratchFolder folder;
  folder.Write("config.json", R"({"port": 0, "pol_interval": "1s"})");
  ServerProcess process({"--config", folder.File("config.json")});
  ExpectRefused(process, 2, "pol_interval");
}

TEST_F(ServerProcessTest, WrongCommandLinesAreRefused) {
  ServerProcess no_file({"--config", "/nowhere/config.json"});
  ExpectRefused(no_file, 2, "/nowhere/config.json");
  ServerProcess unknown_flag({"--prot", "0"});
  ExpectRefused(unknown_flag, 1, "prot");
  ServerProcess no_flag({"config.json"});
  ExpectRefused(no_flag, 2, "flags only");
  ServerProcess bad_port({"--port", "-7"});
  ExpectRefused(bad_port, 2, "port");
}

TEST_F(ServerProcessTest, ARandomKeyIsForLoopbackOnly) {
  config_.set_host("0.0.0.0");
  ServerProcess refused(config_);
  ExpectRefused(refused, 2, "operation_key_file");
  const SealedOperation key;
  config_.set_operation_key_file(key.file());
  ServerProcess readable(config_);
  ExpectRefused(readable, 2, "tls");
  config_.set_allow_plaintext(true);
  ServerProcess process(config_);
  EXPECT_TRUE(absl::StartsWith(process.WaitForAddress(), "0.0.0.0:")) << process.err();
}

TEST_F(ServerProcessTest, SigtermLetsACallFinishAndExitsWithZero) {
  upstream_.Enqueue(Answer::Json(ImagesAnswer({Png(1000)})).HoldUntilReleased());
  ServerProcess process(config_);
  auto images = v1::ImageService::NewStub(ChannelTo(process.WaitForAddress()));
  grpc::ClientContext context;
  v1::GenerateImagesRequest request;
  request.mutable_spec()->set_prompt("a lighthouse");
  v1::GenerateImagesResponse response;
  auto call = std::async(std::launch::async,
                         [&] { return images->GenerateImages(&context, request, &response); });
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  process.Signal(SIGTERM);
  ASSERT_TRUE(
      Eventually(kTestLimit, [&] { return absl::StrContains(process.err(), "\"draining\""); }));
  EXPECT_FALSE(process.WaitForExit(std::chrono::milliseconds(100)).has_value());
  upstream_.Release();
  EXPECT_TRUE(call.get().ok());
  EXPECT_EQ(process.WaitForExit(), 0);
}

TEST_F(ServerProcessTest, SigtermWaitsForAStartThatNobodyWaitsFor) {
  SetMillis(*config_.mutable_drain_timeout(), 0);
  upstream_.Enqueue(Answer::Json(OperationAnswer()).HoldUntilReleased());
  ServerProcess process(config_);
  auto videos = v1::VideoService::NewStub(ChannelTo(process.WaitForAddress()));
  grpc::ClientContext context;
  v1::StartVideoRequest request;
  request.mutable_spec()->set_prompt("waves");
  v1::StartVideoResponse response;
  auto call = std::async(std::launch::async,
                         [&] { return videos->StartVideo(&context, request, &response); });
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  context.TryCancel();
  EXPECT_EQ(call.get().error_code(), grpc::StatusCode::CANCELLED);
  process.Signal(SIGTERM);
  EXPECT_FALSE(process.WaitForExit(std::chrono::milliseconds(200)).has_value());
  upstream_.Release();
  EXPECT_EQ(process.WaitForExit(), 0);
  EXPECT_TRUE(absl::StrContains(process.err(), "operation_orphaned"));
}

TEST_F(ServerProcessTest, ASecondSignalEndsItAtOnce) {
  upstream_.Enqueue(Answer().HoldUntilReleased());
  ServerProcess process(config_);
  auto images = v1::ImageService::NewStub(ChannelTo(process.WaitForAddress()));
  grpc::ClientContext context;
  v1::GenerateImagesRequest request;
  request.mutable_spec()->set_prompt("a lighthouse");
  v1::GenerateImagesResponse response;
  auto call = std::async(std::launch::async,
                         [&] { return images->GenerateImages(&context, request, &response); });
  ASSERT_TRUE(upstream_.WaitForRequests(1));
  process.Signal(SIGTERM);
  ASSERT_TRUE(
      Eventually(kTestLimit, [&] { return absl::StrContains(process.err(), "\"draining\""); }));
  process.Signal(SIGINT);
  EXPECT_EQ(process.WaitForExit(), 128 + SIGINT);
  EXPECT_FALSE(call.get().ok());
}

}  // namespace
}  // namespace mediagen::testing
