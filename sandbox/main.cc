// mediagen-sandbox: an upstream on this machine that needs no key and costs nothing.

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "sandbox/sandbox.h"

ABSL_FLAG(int, port, 8091, "Port on 127.0.0.1; 0 picks a free one.");
ABSL_FLAG(double, video_seconds_to_done, 3,
          "How long an operation runs before its video is there.");
ABSL_FLAG(uint64_t, video_bytes, 0,
          "Pads every video to this size with a box that players pass over; 0: no padding.");
ABSL_FLAG(absl::Duration, latency, absl::ZeroDuration(),
          "Passes before every answer, as in 200ms.");
ABSL_FLAG(std::string, chat_parts, "both",
          "How chat pictures are spelled: both, snake_case or camelCase.");
ABSL_FLAG(std::string, veo2_result, "inline",
          "Where videos of Veo 2 are: inline (in the poll's answer) or file (to be downloaded).");

namespace {

using mediagen::sandbox::ChatParts;
using mediagen::sandbox::Sandbox;
using mediagen::sandbox::SandboxOptions;
using mediagen::sandbox::Veo2Result;

constexpr int kUsageError = 2;

// False, with a word on stderr, when a flag has no such value.
bool ReadFlags(SandboxOptions& options) {
  options.port = absl::GetFlag(FLAGS_port);
  options.latency = absl::ToChronoMilliseconds(absl::GetFlag(FLAGS_latency));
  options.veo.time_to_done =
      absl::ToChronoMilliseconds(absl::Seconds(absl::GetFlag(FLAGS_video_seconds_to_done)));
  options.veo.video_bytes = absl::GetFlag(FLAGS_video_bytes);
  options.log_requests = true;

  const std::string parts = absl::GetFlag(FLAGS_chat_parts);
  if (parts == "snake_case") {
    options.chat_parts = ChatParts::kSnakeCase;
  } else if (parts == "camelCase") {
    options.chat_parts = ChatParts::kCamelCase;
  } else if (parts != "both") {
    fprintf(stderr, "--chat-parts is both, snake_case or camelCase\n");
    return false;
  }
  const std::string result = absl::GetFlag(FLAGS_veo2_result);
  if (result == "file") {
    options.veo.veo2_result = Veo2Result::kFile;
  } else if (result != "inline") {
    fprintf(stderr, "--veo2-result is inline or file\n");
    return false;
  }
  return true;
}

// --help shows the flags of this file, which is not named after the program as Abseil expects.
void DescribeFlags() {
  absl::SetProgramUsageMessage("An upstream for trying mediagen out: no key, no cost, real media.");
  absl::FlagsUsageConfig config;
  config.contains_help_flags = [](absl::string_view file) {
    return absl::EndsWith(file, "sandbox/main.cc");
  };
  absl::SetFlagsUsageConfig(config);
}

// Abseil knows flags by their C++ names; on the command line they are written with dashes.
std::vector<std::string> WithUnderscores(int argc, char** argv) {
  std::vector<std::string> arguments(argv, argv + argc);
  for (std::string& argument : arguments) {
    if (!argument.starts_with("--")) continue;
    const size_t end = std::min(argument.find('='), argument.size());
    std::replace(argument.begin() + 2, argument.begin() + static_cast<ptrdiff_t>(end), '-', '_');
  }
  return arguments;
}

}  // namespace

int main(int argc, char** argv) {
  DescribeFlags();
  std::vector<std::string> arguments = WithUnderscores(argc, argv);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  absl::ParseCommandLine(argc, pointers.data());
  SandboxOptions options;
  if (!ReadFlags(options)) return kUsageError;

  // Blocked before any thread is made, so that all inherit it and only sigwait takes them.
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);

  absl::StatusOr<std::unique_ptr<Sandbox>> sandbox = Sandbox::Start(options);
  if (!sandbox.ok()) {
    fprintf(stderr, "%s\n", sandbox.status().ToString().c_str());
    return 1;
  }
  printf("listening 127.0.0.1:%d\n", (*sandbox)->port());
  fflush(stdout);
  int signal_number = 0;
  sigwait(&ending, &signal_number);
  (*sandbox)->Stop();
  return 0;
}
