#include "server/program.h"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"

namespace mediagen {
namespace {

// Abseil knows flags by their C++ names only.
std::vector<std::string> WithUnderscores(int argc, char** argv) {
  std::vector<std::string> arguments(argv, argv + argc);
  for (std::string& argument : arguments) {
    if (argument.rfind("--", 0) != 0) continue;
    const size_t end = std::min(argument.find('='), argument.size());
    std::replace(argument.begin() + 2, argument.begin() + static_cast<ptrdiff_t>(end), '-', '_');
  }
  return arguments;
}

}  // namespace

void ParseCommandLine(int argc, char** argv, const std::string& usage,
                      const std::string& main_file) {
  absl::SetProgramUsageMessage(usage);
  // The file is not named after the program, as Abseil expects.
  absl::FlagsUsageConfig config;
  config.contains_help_flags = [main_file](absl::string_view file) {
    return file.size() <= main_file.size() &&
           main_file.compare(main_file.size() - file.size(), file.size(), file.data(),
                             file.size()) == 0;
  };
  absl::SetFlagsUsageConfig(config);
  std::vector<std::string> arguments = WithUnderscores(argc, argv);
  std::vector<char*> pointers;
  pointers.reserve(arguments.size());
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  if (absl::ParseCommandLine(argc, pointers.data()).size() > 1) {
    std::fprintf(stderr, "this program takes flags only, see --help\n");
    std::exit(2);
  }
}

StopSignals::StopSignals() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGTERM);
  sigaddset(&signals_, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

void StopSignals::Wait() {
  int received = 0;
  sigwait(&signals_, &received);
  pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
}

ServerSignals::ServerSignals() {
  sigemptyset(&signals_);
  for (int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals_, signal);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

Told ServerSignals::Wait(std::chrono::nanoseconds limit) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(limit);
  timespec time{};
  time.tv_sec = seconds.count();
  time.tv_nsec = (limit - seconds).count();
  const int received = sigtimedwait(&signals_, nullptr, &time);
  // A debugger may interrupt the wait.
  if (received < 0) return Told::kNothing;
  return received == SIGHUP ? Told::kReload : Told::kStop;
}

void ServerSignals::LetInterruptEndTheProcess() {
  // With a handler: PID 1 passes over signals that have none.
  signal(SIGINT, [](int) { _exit(128 + SIGINT); });
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  pthread_sigmask(SIG_UNBLOCK, &interrupt, nullptr);
}

}  // namespace mediagen
