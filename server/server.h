// The server: workers, providers, services; start and orderly stop.
#ifndef MEDIAGEN_SERVER_SERVER_H_
#define MEDIAGEN_SERVER_SERVER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/config.h"
#include "server/reload_state.h"

namespace mediagen {

class ServerParts;

// A running server. Any thread. Destroying it ends its calls at once; paid starts under way are
// waited for.
class Server {
 public:
  // Listens when it returns.
  static absl::StatusOr<std::unique_ptr<Server>> Start(Config config);
  ~Server();

  // HOST:PORT with the port that was bound.
  const std::string& address() const;
  int port() const;
  // Those of metrics and channelz; 0: none.
  int metrics_port() const;
  int channelz_port() const;

  // Calls that have not ended yet.
  int active_calls() const;
  // Bytes that are held for callers, out of `max_inflight_bytes`.
  int64_t inflight_bytes() const;

  // Takes over what may change while the server runs, for calls that begin from now on; see
  // reload_plan.cc. `config` has the same providers, in the same order.
  void Apply(const Config& config);
  ReloadState& reload_state();

  // Stops in order: not ready; after `drain_delay` no new calls; calls under way get
  // `drain_timeout`, then they end; paid starts under way are waited for up to their own limit.
  // Call once.
  void Drain();

 private:
  explicit Server(std::unique_ptr<ServerParts> parts);
  const std::unique_ptr<ServerParts> parts_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_SERVER_H_
