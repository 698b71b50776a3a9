// The part of the configuration that speaks of callers: who they are and how much they may have.
#ifndef MEDIAGEN_SERVER_DOOR_CONFIG_H_
#define MEDIAGEN_SERVER_DOOR_CONFIG_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/config.pb.h"
#include "server/rpc/limits.h"
#include "server/rpc/listener_options.h"

namespace mediagen {

// Who comes in, over which connections. A plain value.
class DoorOptions {
 public:
  DoorOptions() = default;
  TlsFiles tls;
  // Beyond loopback and without TLS, because the operator said so.
  bool is_readable_by_others = false;
  std::string tenants_file;  // Empty: there are no tenants.
  bool reflection = true;
  Limits limits;  // Of all callers together, but for their bytes.
  ConnectionLimits connections;
};

// Checks and completes. `longest_video` is how long one call may go on. Reads the files that the
// knobs name, to say what is wrong with them.
absl::StatusOr<DoorOptions> ResolveDoor(const config::ServerConfig& raw, const std::string& host,
                                        absl::Duration longest_video);

// Says in the log what the operator has allowed and should know of.
void LogRisks(const DoorOptions& door);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_DOOR_CONFIG_H_
