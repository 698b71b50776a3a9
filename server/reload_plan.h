// What a changed configuration means for a server that runs.
#ifndef MEDIAGEN_SERVER_RELOAD_PLAN_H_
#define MEDIAGEN_SERVER_RELOAD_PLAN_H_

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "server/config.pb.h"

namespace mediagen {

// Names of the knobs that may change as a whole while the server runs. Of `providers`, the default
// models may.
absl::Span<const char* const> ReloadableKnobs();

// A plain value.
class ReloadPlan {
 public:
  ReloadPlan() = default;
  // The running configuration with all that may change while the server runs.
  config::ServerConfig effective;
  // Names of the knobs that take effect, and of those that wait for a restart.
  std::vector<std::string> changed;
  std::vector<std::string> need_restart;
};

ReloadPlan PlanReload(const config::ServerConfig& running, const config::ServerConfig& wanted);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RELOAD_PLAN_H_
