// Everything that the server counts.
#ifndef MEDIAGEN_SERVER_METRICS_METRICS_H_
#define MEDIAGEN_SERVER_METRICS_METRICS_H_

#include <memory>
#include <string>
#include <vector>

#include "server/metrics/instruments.h"
#include "server/metrics/provider_metrics.h"
#include "server/metrics/rpc_metrics.h"

namespace prometheus {
class Collectable;
class Registry;
}  // namespace prometheus

namespace mediagen {

class SampledMetrics;

// Owns all series. Filled before the server listens, then counted with by any thread; outlives
// everything that counts.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  RpcMetricsTable& rpcs() { return *rpcs_; }
  // A new bundle for a provider of that name; lives as long as this object.
  ProviderMetrics& AddProvider(const std::string& name);
  SampledMetrics& sampled() { return *sampled_; }

  // Media that callers were sent.
  const Counter& media_sent_bytes() const { return media_sent_bytes_; }
  // The configuration was read again; `ok`: and taken.
  void CountReload(bool ok) const;

  // For whoever shows them.
  const std::vector<std::shared_ptr<prometheus::Collectable>>& collectables() const {
    return collectables_;
  }

 private:
  const std::shared_ptr<prometheus::Registry> registry_;
  const std::shared_ptr<SampledMetrics> sampled_;
  std::vector<std::shared_ptr<prometheus::Collectable>> collectables_;
  std::unique_ptr<RpcMetricsTable> rpcs_;
  std::vector<std::unique_ptr<ProviderMetrics>> providers_;
  Counter media_sent_bytes_;
  Gauge reload_failed_;
  Counter reloads_ok_;
  Counter reloads_failed_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_METRICS_METRICS_H_
