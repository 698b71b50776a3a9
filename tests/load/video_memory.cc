// How much memory a long video costs the server: streams one of 200 MB through the real program,
// with a reader at full speed and with one that stops in the middle, and prints by how much the
// program's peak of resident memory grew. Fails when a video is more than passing through.
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/server_process.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

constexpr int64_t kBlockBytes = 48 * 1024;  // Whole groups of base64.
constexpr int64_t kBlocks = 200'000'000 / kBlockBytes + 1;
constexpr int64_t kVideoBytes = kBlocks * kBlockBytes;
constexpr int64_t kMostKib = 8 * 1024;

// The poll's answer, made while it is written.
Answer LongVideo() {
  const std::string block = Base64(Mp4(kBlockBytes));
  auto written = std::make_shared<int64_t>(-1);
  return Answer().BodyFrom([block, written]() -> std::string {
    const int64_t at = (*written)++;
    if (at < 0) return R"({"done":true,"response":{"videos":[{"bytesBase64Encoded":")";
    if (at < kBlocks) return block;
    return at == kBlocks ? R"(","mimeType":"video/mp4"}]}})" : "";
  });
}

// A line of /proc/PID/status, in KiB; ends the program when there is none.
int64_t StatusKib(pid_t pid, const std::string& name) {
  std::ifstream status(absl::StrCat("/proc/", pid, "/status"));
  for (std::string word; status >> word;) {
    int64_t kib = 0;
    if (word == name + ":" && status >> kib) return kib;
  }
  std::fprintf(stderr, "no %s of process %d\n", name.c_str(), pid);
  std::exit(1);
}

// Bytes of video that the call brought; the reader stops for `pause` in the middle.
int64_t ReadVideo(const std::string& address, std::chrono::milliseconds pause) {
  // As any client makes it: its flow control grows with the speed of the network.
  auto stub =
      v1::VideoService::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  v1::GenerateVideoRequest request;
  request.mutable_spec()->set_prompt("waves");
  grpc::ClientContext context;
  auto reader = stub->GenerateVideo(&context, request);
  int64_t bytes = 0;
  bool paused = false;
  for (v1::GenerateVideoResponse event; reader->Read(&event);) {
    bytes += static_cast<int64_t>(event.chunk().data().size());
    if (!paused && bytes > kVideoBytes / 2) {
      std::this_thread::sleep_for(pause);
      paused = true;
    }
  }
  const grpc::Status status = reader->Finish();
  if (!status.ok()) std::fprintf(stderr, "the call failed: %s\n", status.error_message().c_str());
  return status.ok() ? bytes : -1;
}

// Whether the server's memory stays within its bound.
bool Measure(const char* name, std::chrono::milliseconds pause) {
  FakeUpstream upstream;
  upstream.Enqueue(Answer::Json(OperationAnswer()));
  upstream.Enqueue(LongVideo());
  ServerProcess server(TestConfig(upstream.base_url()));
  const std::string address = server.WaitForAddress();
  if (address.empty()) {
    std::fprintf(stderr, "the server did not start: %s\n", server.err().c_str());
    return false;
  }
  const int64_t before = StatusKib(server.pid(), "VmRSS");
  std::ofstream(absl::StrCat("/proc/", server.pid(), "/clear_refs")) << "5";  // Resets VmHWM.
  const auto begun = std::chrono::steady_clock::now();
  const int64_t bytes = ReadVideo(address, pause);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun - pause;
  const int64_t growth = StatusKib(server.pid(), "VmHWM") - before;
  const double megabytes = static_cast<double>(bytes) / 1e6;
  std::printf("%-28s %.0f MB at %.0f MB/s, peak RSS grew by %.2f MiB (%.2f before; must be < 8)\n",
              name, megabytes, megabytes / took.count(), static_cast<double>(growth) / 1024,
              static_cast<double>(before) / 1024);
  return bytes == kVideoBytes && growth < kMostKib;
}

int Main() {
  setenv(kUpstreamKeyVariable, kUpstreamKey, 1);
  const bool fast = Measure("reader at full speed:", std::chrono::seconds(0));
  const bool stopping = Measure("reader that stops for 2 s:", std::chrono::seconds(2));
  return fast && stopping ? 0 : 1;
}

}  // namespace
}  // namespace mediagen::testing

int main() { return mediagen::testing::Main(); }
