#include "tests/rpc/server_process.h"

#include <fcntl.h>
#include <google/protobuf/util/json_util.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <utility>

namespace mediagen::testing {
namespace {

int Create(const std::string& path) {
  return open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
}

std::string Program() { return std::string(MEDIAGEN_BINARY_DIR) + "/bin/mediagen-server"; }

}  // namespace

ServerProcess::ServerProcess(const std::vector<std::string>& flags) {
  std::vector<std::string> words = {Program()};
  words.insert(words.end(), flags.begin(), flags.end());
  Start(std::move(words));
}

ServerProcess::ServerProcess(const config::ServerConfig& config,
                             const std::vector<std::string>& launcher) {
  Rewrite(config);
  std::vector<std::string> words = launcher;
  for (const std::string& word :
       {Program(), std::string("--config"), folder_.File("config.json")}) {
    words.push_back(word);
  }
  Start(std::move(words));
}

void ServerProcess::Rewrite(const config::ServerConfig& config) const {
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(config, &json);
  if (!status.ok()) abort();
  folder_.Write("config.json", json);
}

void ServerProcess::Start(std::vector<std::string> words) {
  // Everything that allocates comes before fork: the test has other threads.
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const int out = Create(folder_.File("out"));
  const int err = Create(folder_.File("err"));
  pid_ = fork();
  if (pid_ == 0) {
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    execvp(arguments[0], arguments.data());
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

pid_t ServerProcess::child_pid() const {
  const std::string pid = std::to_string(pid_);
  std::ifstream children("/proc/" + pid + "/task/" + pid + "/children");
  pid_t child = -1;
  return children >> child ? child : -1;
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
