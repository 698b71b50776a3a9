// How much memory long media cost the server: streams a video of 200 MB and pictures of 30 MB, each
// on one line, through the real program, with a reader at full speed and with one that stops in the
// middle, and prints by how much the program's peak of resident memory grew. Fails when media do
// more than pass through.
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/rpc/server_fixture.h"
#include "tests/rpc/server_process.h"
#include "tests/rpc/upstream_answers.h"

namespace mediagen::testing {
namespace {

constexpr int64_t kBlockBytes = 48 * 1024;  // Whole groups of base64.
constexpr int64_t kMostKib = 8 * 1024;

constexpr int64_t BlocksOf(int64_t bytes) { return bytes / kBlockBytes + 1; }

// Media of about `bytes` bytes between `head` and `tail`, made while it is written.
Answer LongMedia(std::string head, const std::string& media, int64_t bytes, std::string tail) {
  auto written = std::make_shared<int64_t>(-1);
  return Answer().BodyFrom([head = std::move(head), block = Base64(media), tail = std::move(tail),
                            blocks = BlocksOf(bytes), written]() -> std::string {
    const int64_t at = (*written)++;
    if (at < 0) return head;
    if (at < blocks) return block;
    return at == blocks ? tail : "";
  });
}

// What is measured: what the upstream answers, and how many bytes of media come out of it.
class Load {
 public:
  Load(const char* name, int64_t bytes) : name(name), bytes(BlocksOf(bytes) * kBlockBytes) {}
  virtual ~Load() = default;
  virtual std::vector<Answer> Answers() const = 0;
  // Bytes of media that the call brought; the reader stops for `pause` in the middle.
  virtual int64_t Read(const std::string& address, std::chrono::milliseconds pause) const = 0;

  const char* const name;
  const int64_t bytes;
};

// Reads a stream to its end.
template <typename Event>
int64_t ReadAll(grpc::ClientReader<Event>& reader, int64_t pause_behind,
                std::chrono::milliseconds pause) {
  int64_t bytes = 0;
  bool paused = false;
  for (Event event; reader.Read(&event);) {
    bytes += static_cast<int64_t>(event.chunk().data().size());
    if (!paused && bytes > pause_behind) {
      std::this_thread::sleep_for(pause);
      paused = true;
    }
  }
  const grpc::Status status = reader.Finish();
  if (!status.ok()) std::fprintf(stderr, "the call failed: %s\n", status.error_message().c_str());
  return status.ok() ? bytes : -1;
}

// As any client makes it: its flow control grows with the speed of the network.
std::shared_ptr<grpc::Channel> PlainChannelTo(const std::string& address) {
  return grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
}

class VideoLoad final : public Load {
 public:
  VideoLoad() : Load("video", 200'000'000) {}
  std::vector<Answer> Answers() const override {
    return {Answer::Json(OperationAnswer()),
            LongMedia(R"({"done":true,"response":{"videos":[{"bytesBase64Encoded":")",
                      Mp4(kBlockBytes), bytes - 1, R"(","mimeType":"video/mp4"}]}})")};
  }
  int64_t Read(const std::string& address, std::chrono::milliseconds pause) const override {
    auto stub = v1::VideoService::NewStub(PlainChannelTo(address));
    v1::GenerateVideoRequest request;
    request.mutable_spec()->set_prompt("waves");
    grpc::ClientContext context;
    return ReadAll(*stub->GenerateVideo(&context, request), bytes / 2, pause);
  }
};

// A picture in one event of a chat's stream.
class ChatLoad final : public Load {
 public:
  ChatLoad(const char* name, const char* head, const char* tail)
      : Load(name, 30'000'000), head_(head), tail_(tail) {}
  std::vector<Answer> Answers() const override {
    Answer answer = LongMedia(absl::StrCat("data: ", head_), Png(kBlockBytes), bytes - 1,
                              absl::StrCat(tail_, "\n\ndata: [DONE]\n\n"));
    return {answer.Header("Content-Type", "text/event-stream")};
  }
  int64_t Read(const std::string& address, std::chrono::milliseconds pause) const override {
    auto stub = v1::ChatImageService::NewStub(PlainChannelTo(address));
    v1::StreamChatRequest request;
    v1::ChatMessage& message = *request.mutable_spec()->add_messages();
    message.set_role(v1::CHAT_ROLE_USER);
    message.add_parts()->set_text("waves");
    grpc::ClientContext context;
    return ReadAll(*stub->StreamChat(&context, request), bytes / 2, pause);
  }

 private:
  const char* const head_;
  const char* const tail_;
};

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

// Whether the server's memory stays within its bound.
bool Measure(const Load& load, std::chrono::milliseconds pause) {
  FakeUpstream upstream;
  for (const Answer& answer : load.Answers()) upstream.Enqueue(answer);
  ServerProcess server(TestConfig(upstream.base_url()));
  const std::string address = server.WaitForAddress();
  if (address.empty()) {
    std::fprintf(stderr, "the server did not start: %s\n", server.err().c_str());
    return false;
  }
  const int64_t before = StatusKib(server.pid(), "VmRSS");
  std::ofstream(absl::StrCat("/proc/", server.pid(), "/clear_refs")) << "5";  // Resets VmHWM.
  const auto begun = std::chrono::steady_clock::now();
  const int64_t bytes = load.Read(address, pause);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun - pause;
  const int64_t growth = StatusKib(server.pid(), "VmHWM") - before;
  const double megabytes = static_cast<double>(bytes) / 1e6;
  std::printf(
      "%s, %s: %.0f MB at %.0f MB/s, peak RSS grew by %.2f MiB (%.2f before; must be < 8)\n",
      load.name, pause.count() == 0 ? "reader at full speed" : "reader that stops in the middle",
      megabytes, megabytes / took.count(), static_cast<double>(growth) / 1024,
      static_cast<double>(before) / 1024);
  return bytes == load.bytes && growth < kMostKib;
}

int Main() {
  setenv(kUpstreamKeyVariable, kUpstreamKey, 1);
  const VideoLoad video;
  const ChatLoad native(
      "native chat picture",
      R"({"candidates":[{"content":{"parts":[{"text":"Here."},{"inlineData":{"mimeType":"image/png","data":")",
      R"("}}]},"finishReason":"STOP"}]})");
  const ChatLoad list(
      "chat picture in a list",
      R"({"choices":[{"delta":{"content":"Here.","multi_mod_content":[{"text":"","inlineData":{"data":")",
      R"(","mimeType":"png"}}]}}]})");
  const ChatLoad markdown(
      "chat picture in markdown",
      R"({"choices":[{"delta":{"content":"Here: ![image](data:image/png;base64,)", ") enjoy\"}}]}");
  bool good = true;
  for (const Load* load : {static_cast<const Load*>(&video), static_cast<const Load*>(&native),
                           static_cast<const Load*>(&list), static_cast<const Load*>(&markdown)}) {
    good &= Measure(*load, std::chrono::seconds(0));
    good &= Measure(*load, std::chrono::seconds(2));
  }
  return good ? 0 : 1;
}

}  // namespace
}  // namespace mediagen::testing

int main() { return mediagen::testing::Main(); }
