#include "server/metrics/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include "server/metrics/build_info.h"
#include "server/metrics/process_metrics.h"
#include "server/metrics/sampled_metrics.h"

namespace mediagen {

Metrics::Metrics()
    : registry_(std::make_shared<prometheus::Registry>()),
      sampled_(std::make_shared<SampledMetrics>()),
      collectables_{registry_, sampled_, std::make_shared<ProcessMetrics>()},
      rpcs_(std::make_unique<RpcMetricsTable>(*registry_)) {
  media_sent_bytes_ = Counter(prometheus::BuildCounter()
                                  .Name("mediagen_media_sent_bytes_total")
                                  .Help("Bytes of pictures and videos that callers were sent.")
                                  .Register(*registry_)
                                  .Add({}));
  reload_failed_ = Gauge(prometheus::BuildGauge()
                             .Name("mediagen_config_reload_failed")
                             .Help("1 while the configuration as it lies there is not the one in "
                                   "use, because it has a fault.")
                             .Register(*registry_)
                             .Add({}));
  auto& reloads = prometheus::BuildCounter()
                      .Name("mediagen_config_reloads_total")
                      .Help("How often the configuration was read again, by what came of it.")
                      .Register(*registry_);
  reloads_ok_ = Counter(reloads.Add({{"outcome", "ok"}}));
  reloads_failed_ = Counter(reloads.Add({{"outcome", "failed"}}));
  prometheus::BuildGauge()
      .Name("mediagen_build_info")
      .Help("1; the labels say which build this is.")
      .Register(*registry_)
      .Add({{"version", kBuildVersion}, {"commit", kBuildCommit}})
      .Set(1);
}

Metrics::~Metrics() = default;

ProviderMetrics& Metrics::AddProvider(const std::string& name) {
  providers_.push_back(std::make_unique<ProviderMetrics>(*registry_, name));
  return *providers_.back();
}

void Metrics::CountReload(bool ok) const {
  (ok ? reloads_ok_ : reloads_failed_).Add();
  reload_failed_.Set(ok ? 0 : 1);
}

}  // namespace mediagen
