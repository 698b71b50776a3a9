#include "tests/client/cli_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>

namespace mediagen::client {
namespace {

constexpr auto kLimit = std::chrono::seconds(10);

bool ReadSome(int& fd, std::string& text) {
  std::array<char, 4096> buffer;
  const ssize_t count = read(fd, buffer.data(), buffer.size());
  if (count > 0) {
    text.append(buffer.data(), static_cast<size_t>(count));
    return true;
  }
  close(fd);
  fd = -1;
  return false;
}

}  // namespace

CliProcess::CliProcess(const std::filesystem::path& folder, const std::vector<std::string>& words,
                       const std::string& input) {
  std::array<int, 2> in, out, err;
  if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0 ||
      pipe2(err.data(), O_CLOEXEC) != 0) {
    return;
  }
  // Everything that allocates comes before fork: the test has other threads.
  const std::string program = std::string(MEDIAGEN_BINARY_DIR) + "/bin/mediagen";
  std::vector<char*> arguments = {const_cast<char*>(program.c_str())};
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const std::string folder_name = folder.string();
  pid_ = fork();
  if (pid_ == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    dup2(err[1], STDERR_FILENO);
    if (chdir(folder_name.c_str()) == 0) execv(program.c_str(), arguments.data());
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  close(err[1]);
  out_ = out[0];
  err_ = err[0];
  // Small enough for the pipe's buffer.
  if (write(in[1], input.data(), input.size()) < 0) result_.err += "(no stdin)";
  close(in[1]);
}

CliProcess::~CliProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (out_ >= 0) close(out_);
  if (err_ >= 0) close(err_);
}

void CliProcess::Collect(int timeout_ms) {
  std::array<pollfd, 2> fds = {pollfd{out_, POLLIN, 0}, pollfd{err_, POLLIN, 0}};
  poll(fds.data(), fds.size(), timeout_ms);
  if (out_ >= 0 && fds[0].revents != 0) ReadSome(out_, result_.out);
  if (err_ >= 0 && fds[1].revents != 0) ReadSome(err_, result_.err);
}

bool CliProcess::WaitForError(const std::string& text) {
  const auto deadline = std::chrono::steady_clock::now() + kLimit;
  while (result_.err.find(text) == std::string::npos) {
    if (err_ < 0 || std::chrono::steady_clock::now() > deadline) return false;
    Collect(100);
  }
  return true;
}

void CliProcess::Signal(int signal) { kill(pid_, signal); }

CliResult CliProcess::Wait() {
  const auto deadline = std::chrono::steady_clock::now() + kLimit;
  while (out_ >= 0 || err_ >= 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      kill(pid_, SIGKILL);
      result_.err += "(killed by the test: too slow)";
      break;
    }
    Collect(100);
  }
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  result_.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result_;
}

}  // namespace mediagen::client
