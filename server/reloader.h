// Reading the configuration again while the server runs.
#ifndef MEDIAGEN_SERVER_RELOADER_H_
#define MEDIAGEN_SERVER_RELOADER_H_

#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/config.pb.h"
#include "server/server.h"

namespace mediagen {

// Applies to a server what changes in its configuration, and in the files that the configuration
// names. A configuration that cannot be used changes nothing, is logged, and shows in the server's
// ReloadState. One thread; the server outlives it.
class Reloader {
 public:
  using Read = absl::AnyInvocable<absl::StatusOr<config::ServerConfig>()>;

  // `read` gives the configuration as it is written now; `path` is its file, or empty. `running` is
  // what the server was started with.
  Reloader(Read read, std::string path, config::ServerConfig running, Server& server);

  // Reloads when a file has changed since the last look.
  void Look();
  // Reloads in any case.
  void Reload();

 private:
  absl::Status Apply();

  Read read_;
  const std::string path_;
  config::ServerConfig running_;
  Server& server_;
  // The files that the configuration names, and what was seen of all of them when they were read.
  std::vector<std::string> files_;
  std::string seen_config_;
  std::string seen_files_;
  // Of the files whose text the server has, as it was applied.
  std::string applied_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RELOADER_H_
