#ifndef MEDIAGEN_TESTS_RPC_SERVER_FIXTURE_H_
#define MEDIAGEN_TESTS_RPC_SERVER_FIXTURE_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "client/call_error.h"
#include "mediagen/v1/chat_image_service.grpc.pb.h"
#include "mediagen/v1/image_service.grpc.pb.h"
#include "mediagen/v1/video_service.grpc.pb.h"
#include "server/server.h"
#include "tests/fakes/fake_upstream.h"
#include "tests/rpc/eventually.h"
#include "tests/rpc/log_capture.h"

namespace mediagen::testing {

// The key that the servers under test send to their upstream. Shaped like a real one.
inline constexpr char kUpstreamKey[] = "sk-canary7Key0OfTheOperator";
// The environment variable that TestConfig reads it from; set by RunningServer and ServerProcess.
inline constexpr char kUpstreamKeyVariable[] = "MEDIAGEN_TEST_KEY";

// A free port, one provider `aihubmix` whose every address is `upstream_url`, and short times.
config::ServerConfig TestConfig(const std::string& upstream_url);
void SetMillis(google::protobuf::Duration& duration, int64_t millis);

// A channel that shares nothing with other tests.
std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address);

// What the caller is told about a call that failed.
client::CallError ErrorOf(const grpc::Status& status);

// A real server in this process, and a real client of it. Ends with the object; any thread.
class RunningServer {
 public:
  explicit RunningServer(const config::ServerConfig& raw);

  Server* operator->() { return server_.get(); }
  v1::ImageService::Stub& images() { return *images_; }
  v1::ChatImageService::Stub& chats() { return *chats_; }
  v1::VideoService::Stub& videos() { return *videos_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // Whether no call is left before the limit passes.
  bool WaitUntilIdle(std::chrono::milliseconds limit = kPromptly);
  // Whether `count` calls are there before the limit passes.
  bool WaitForCalls(int count);

 private:
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::ImageService::Stub> images_;
  std::unique_ptr<v1::ChatImageService::Stub> chats_;
  std::unique_ptr<v1::VideoService::Stub> videos_;
};

// An upstream and a server that asks it. The server starts when it is first needed, so that a test
// can change `config_` before.
class ServerTest : public ::testing::Test {
 protected:
  ServerTest() : ServerTest(FakeUpstreamOptions()) {}
  explicit ServerTest(FakeUpstreamOptions options);
  // Any thread.
  RunningServer& server();

  LogCapture log_;
  FakeUpstream upstream_;
  config::ServerConfig config_;

 private:
  std::mutex mutex_;
  std::unique_ptr<RunningServer> server_;
};

// All events of a stream, and how it ended.
template <typename Event>
class Streamed {
 public:
  explicit Streamed(std::unique_ptr<grpc::ClientReader<Event>> reader) {
    for (Event event; reader->Read(&event);) events.push_back(std::move(event));
    status = reader->Finish();
  }
  std::vector<Event> events;
  grpc::Status status;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_SERVER_FIXTURE_H_
