// Holds many calls of GenerateVideo that wait for videos which are never done. Prints `waiting`
// when all have started, and ends them when its stdin ends.
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <condition_variable>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "bench/yardstick/report.h"
#include "mediagen/v1/video_service.grpc.pb.h"

ABSL_FLAG(std::string, address, "", "HOST:PORT of the server");
ABSL_FLAG(std::string, provider, "", "as in requests");
ABSL_FLAG(std::string, model, "", "as in requests");
ABSL_FLAG(int, calls, 1, "how many");
ABSL_FLAG(int, connections, 16, "over how many connections");
ABSL_FLAG(int, starting, 64, "how many may be starting at a time");

namespace mediagen::bench {
namespace {

// How far the calls are. Any thread.
class Progress {
 public:
  void AwaitStarted(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return started_ >= count; });
  }
  void AwaitEnded(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ >= count; });
  }
  void Started() { Count(started_); }
  void Ended() { Count(ended_); }

 private:
  void Count(int& what) {
    std::lock_guard lock(mutex_);
    ++what;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int started_ = 0;
  int ended_ = 0;
};

// One waiting call. Must outlive its end.
class WaitingCall final : public grpc::ClientReadReactor<v1::GenerateVideoResponse> {
 public:
  WaitingCall(v1::VideoService::Stub& stub, const v1::GenerateVideoRequest& request,
              Progress& progress)
      : progress_(progress) {
    stub.async()->GenerateVideo(&context_, &request, this);
    StartRead(&event_);
    StartCall();
  }

  void Cancel() { context_.TryCancel(); }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (event_.has_started()) progress_.Started();
    StartRead(&event_);
  }
  void OnDone(const grpc::Status& status) override {
    if (status.error_code() != grpc::StatusCode::CANCELLED)
      Fail("a call ended by itself: " + status.error_message());
    progress_.Ended();
  }

  Progress& progress_;
  grpc::ClientContext context_;
  v1::GenerateVideoResponse event_;
};

std::vector<std::unique_ptr<v1::VideoService::Stub>> NewStubs() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  std::vector<std::unique_ptr<v1::VideoService::Stub>> stubs;
  for (int i = 0; i < absl::GetFlag(FLAGS_connections); ++i) {
    stubs.push_back(v1::VideoService::NewStub(grpc::CreateCustomChannel(
        absl::GetFlag(FLAGS_address), grpc::InsecureChannelCredentials(), arguments)));
  }
  return stubs;
}

int Main() {
  const auto stubs = NewStubs();
  v1::GenerateVideoRequest request;
  request.set_provider(absl::GetFlag(FLAGS_provider));
  request.set_model(absl::GetFlag(FLAGS_model));
  request.mutable_spec()->set_prompt("waves");
  Progress progress;
  const int count = absl::GetFlag(FLAGS_calls);
  std::vector<std::unique_ptr<WaitingCall>> calls;
  for (int i = 0; i < count; ++i) {
    progress.AwaitStarted(i - absl::GetFlag(FLAGS_starting) + 1);
    calls.push_back(std::make_unique<WaitingCall>(*stubs[static_cast<size_t>(i) % stubs.size()],
                                                  request, progress));
  }
  progress.AwaitStarted(count);
  std::printf("waiting\n");
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  for (const auto& call : calls) call->Cancel();
  progress.AwaitEnded(count);
  return 0;
}

}  // namespace
}  // namespace mediagen::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  return mediagen::bench::Main();
}
