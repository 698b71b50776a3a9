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
  // With this configuration in a file.
  explicit ServerProcess(const config::ServerConfig& config);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  pid_t pid() const { return pid_; }
  // HOST:PORT once it listens; "" when it does not come to that.
  std::string WaitForAddress();
  void Signal(int signal) const;
  // Its exit code, 128 + signal when one ended it; nothing when the limit passes before.
  std::optional<int> WaitForExit(std::chrono::milliseconds limit = std::chrono::seconds(10));

  std::string out() const;
  std::string err() const;

 private:
  void Start(const std::vector<std::string>& flags);

  client::ScratchFolder folder_;
  pid_t pid_ = -1;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_RPC_SERVER_PROCESS_H_
