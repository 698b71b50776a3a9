#ifndef MEDIAGEN_TESTS_RPC_SERVER_PROCESS_H_
#define MEDIAGEN_TESTS_RPC_SERVER_PROCESS_H_

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "server/config.pb.h"
#include "tests/client/scratch_folder.h"
#include "tests/rpc/eventually.h"

namespace mediagen::testing {

// The `mediagen-server` of this build as a process of its own. Ends with the object.
class ServerProcess {
 public:
  explicit ServerProcess(const std::vector<std::string>& flags);
  // With this configuration in a file; behind `launcher`, a program and its flags, if there is one.
  explicit ServerProcess(const config::ServerConfig& config,
                         const std::vector<std::string>& launcher = {});
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  pid_t pid() const { return pid_; }
  // Of the server, where a launcher has forked; -1 while it has not.
  pid_t child_pid() const;
  // HOST:PORT once it listens; "" when it does not come to that.
  std::string WaitForAddress();
  void Signal(int signal) const;
  // Writes another configuration into the file.
  void Rewrite(const config::ServerConfig& config) const;
  const client::ScratchFolder& folder() const { return folder_; }
  // Its exit code, 128 + signal when one ended it; nothing when the limit passes before.
  std::optional<int> WaitForExit(std::chrono::milliseconds limit = std::chrono::seconds(10));

  std::string out() const;
  std::string err() const;

 private:
  void Start(std::vector<std::string> words);

  client::ScratchFolder folder_;
  pid_t pid_ = -1;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_SERVER_PROCESS_H_
