#include "tests/rpc/server_process.h"

#include <fcntl.h>
#include <google/protobuf/util/json_util.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mediagen::testing {
namespace {

int Create(const std::string& path) {
  return open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
}

}  // namespace

ServerProcess::ServerProcess(const std::vector<std::string>& flags) { Start(flags); }

ServerProcess::ServerProcess(const config::ServerConfig& config) {
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(config, &json);
  if (!status.ok()) abort();
  folder_.Write("config.json", json);
  Start({"--config", folder_.File("config.json")});
}

void ServerProcess::Start(const std::vector<std::string>& flags) {
  // Everything that allocates comes before fork: the test has other threads.
  const std::string program = std::string(MEDIAGEN_BINARY_DIR) + "/bin/mediagen-server";
  std::vector<char*> arguments = {const_cast<char*>(program.c_str())};
  for (const std::string& flag : flags) arguments.push_back(const_cast<char*>(flag.c_str()));
  arguments.push_back(nullptr);
  const int out = Create(folder_.File("out"));
  const int err = Create(folder_.File("err"));
  pid_ = fork();
  if (pid_ == 0) {
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    execv(program.c_str(), arguments.data());
    _exit(127);
  }
  close(out);
  close(err);
}

ServerProcess::~ServerProcess() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

std::string ServerProcess::WaitForAddress() {
  std::string address;
  Eventually(std::chrono::seconds(10), [&] {
    const std::string text = out();
    const std::string ready = "listening ";
    if (text.rfind(ready, 0) != 0 || text.back() != '\n')
      return pid_ < 0 || WaitForExit(std::chrono::milliseconds(0)).has_value();
    address = text.substr(ready.size(), text.find('\n') - ready.size());
    return true;
  });
  return address;
}

void ServerProcess::Signal(int signal) const { kill(pid_, signal); }

std::optional<int> ServerProcess::WaitForExit(std::chrono::milliseconds limit) {
  std::optional<int> code;
  Eventually(limit, [&] {
    int status = 0;
    if (pid_ < 0 || waitpid(pid_, &status, WNOHANG) != pid_) return false;
    pid_ = -1;
    code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return true;
  });
  return code;
}

std::string ServerProcess::out() const { return folder_.Read("out"); }
std::string ServerProcess::err() const { return folder_.Read("err"); }

}  // namespace mediagen::testing
