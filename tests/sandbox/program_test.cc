// The program itself: its ready line, its log, its flags, its end.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/text.h"
#include "tests/fakes/fetch.h"

extern char** environ;

namespace mediagen::testing {
namespace {

constexpr int kLimitMilliseconds = 10'000;

// A running mediagen-sandbox. Owns the process and its pipes; kills it if it still runs at the end.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), MEDIAGEN_SANDBOX_PROGRAM);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    int output[2], errors[2];
    EXPECT_EQ(pipe2(output, O_CLOEXEC), 0);
    EXPECT_EQ(pipe2(errors, O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors[1], STDERR_FILENO);
    EXPECT_EQ(posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(output[1]);
    close(errors[1]);
    output_ = output[0];
    errors_ = errors[0];
  }

  ~Program() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      Wait();
    }
    close(output_);
    close(errors_);
  }

  std::string ReadLine() { return Read(output_, '\n'); }
  std::string ReadErrorLine() { return Read(errors_, '\n'); }
  std::string ReadRest() { return Read(output_, '\0'); }
  void Signal(int number) { kill(pid_, number); }

  // The exit code, or minus the signal that ended it.
  int Wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  static std::string Read(int fd, char end) {
    std::string text;
    pollfd polled{fd, POLLIN, 0};
    char c = 0;
    while (poll(&polled, 1, kLimitMilliseconds) > 0 && read(fd, &c, 1) == 1) {
      text.push_back(c);
      if (c == end) break;
    }
    return text;
  }

  pid_t pid_ = -1;
  int output_ = -1;
  int errors_ = -1;
};

TEST(SandboxProgram, SaysWhenItIsReadyAndEndsQuietly) {
  for (int signal_number : {SIGTERM, SIGINT}) {
    Program program({"--port=0", "--video-seconds-to-done", "0.5", "--latency=1ms"});
    const std::string ready = program.ReadLine();
    constexpr std::string_view kReady = "listening 127.0.0.1:";
    ASSERT_TRUE(ready.starts_with(kReady) && ready.ends_with("\n")) << ready;
    const std::string port = ready.substr(kReady.size(), ready.size() - kReady.size() - 1);
    EXPECT_TRUE(http::ParseNumber(port).has_value()) << ready;
    Fetcher kept;  // An idle connection must not delay the end.
    EXPECT_EQ(kept.Fetch("http://127.0.0.1:" + port + "/sandbox/ledger?key=secret").status, 200);
    EXPECT_EQ(program.ReadErrorLine(), "GET /sandbox/ledger 200\n");
    program.Signal(signal_number);
    EXPECT_EQ(program.Wait(), 0);
    EXPECT_EQ(program.ReadRest(), "");
  }
}

TEST(SandboxProgram, ListsItsMisbehavioursInItsHelp) {
  Program program({"--help"});
  const std::string help = program.ReadRest();
  for (const char* word : {"[sandbox:NAME]", "\n  429 ", "\n  never-done ", "--slow_answer"}) {
    EXPECT_NE(help.find(word), std::string::npos) << word;
  }
}

TEST(SandboxProgram, RefusesFlagsItDoesNotKnow) {
  EXPECT_EQ(Program({"--port=0", "--chat-parts=none"}).Wait(), 2);
  EXPECT_EQ(Program({"--port=0", "--veo2-result=none"}).Wait(), 2);
  EXPECT_EQ(Program({"--port=0", "--veo3-result=bucket"}).Wait(), 2);
  EXPECT_EQ(Program({"--port=0", "--edit-format=gif"}).Wait(), 2);
  EXPECT_EQ(Program({"--port=0", "--interactions-get=file"}).Wait(), 2);
  EXPECT_NE(Program({"--port=0", "--no-such-flag"}).Wait(), 0);
}

}  // namespace
}  // namespace mediagen::testing
