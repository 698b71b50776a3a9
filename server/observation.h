// What lets others look into a running server.
#ifndef MEDIAGEN_SERVER_OBSERVATION_H_
#define MEDIAGEN_SERVER_OBSERVATION_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "server/async/byte_budget.h"
#include "server/config.h"
#include "server/metrics/metrics.h"
#include "server/metrics/metrics_port.h"
#include "server/rpc/channelz_port.h"
#include "server/upstream/provider.h"
#include "server/worker.h"

namespace mediagen {

// Has the rpcs of that service counted.
void AddRpcs(const std::string& service, Metrics& metrics);

// Logs when a provider is left alone, and when it is well again.
void LogBreakers(const Providers& providers);

// Has those looked at who know the state of things; all of them outlive the ports.
void AddSamples(const Providers& providers, const ByteBudget& bytes,
                const std::vector<std::unique_ptr<Worker>>& workers, Metrics& metrics);

// The ports beside the main one. Owned by the server, behind all that they show. Any thread.
class Observation {
 public:
  // Listens where the configuration says. After the main port.
  absl::Status Start(const Config& config, const Metrics& metrics);
  // The ports that were bound; 0: none.
  int metrics_port() const { return metrics_ == nullptr ? 0 : metrics_->port(); }
  int channelz_port() const { return channelz_ == nullptr ? 0 : channelz_->port(); }

 private:
  std::unique_ptr<MetricsPort> metrics_;
  std::unique_ptr<ChannelzPort> channelz_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_OBSERVATION_H_
