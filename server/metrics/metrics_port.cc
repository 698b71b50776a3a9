#include "server/metrics/metrics_port.h"

#include <prometheus/exposer.h>

#include <exception>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/metrics/metrics.h"

namespace mediagen {

absl::StatusOr<std::unique_ptr<MetricsPort>> MetricsPort::Start(const Metrics& metrics,
                                                                const std::string& host, int port) {
  const std::string address = absl::StrCat(host, ":", port);
  std::unique_ptr<prometheus::Exposer> exposer;
  // The one library here that tells failure by throwing.
  try {
    exposer = std::make_unique<prometheus::Exposer>(address, /*num_threads=*/2);
  } catch (const std::exception&) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot listen on ", address, " for metrics; is the port in use?"));
  }
  for (const auto& collectable : metrics.collectables()) exposer->RegisterCollectable(collectable);
  const std::vector<int> ports = exposer->GetListeningPorts();
  if (ports.empty()) return absl::FailedPreconditionError("no port for metrics");
  return std::unique_ptr<MetricsPort>(new MetricsPort(std::move(exposer), ports.front()));
}

MetricsPort::MetricsPort(std::unique_ptr<prometheus::Exposer> exposer, int port)
    : exposer_(std::move(exposer)), port_(port) {}

MetricsPort::~MetricsPort() = default;

}  // namespace mediagen
