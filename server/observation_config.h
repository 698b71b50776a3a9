// The part of the configuration that speaks of looking on.
#ifndef MEDIAGEN_SERVER_OBSERVATION_CONFIG_H_
#define MEDIAGEN_SERVER_OBSERVATION_CONFIG_H_

#include "absl/status/status.h"
#include "server/config.h"

namespace mediagen {

// Fills in ports, traces, and the breakers of all providers, which are there already.
absl::Status ResolveObservation(const config::ServerConfig& raw, Config& config);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_OBSERVATION_CONFIG_H_
