// Where Prometheus asks.
#ifndef MEDIAGEN_SERVER_METRICS_METRICS_PORT_H_
#define MEDIAGEN_SERVER_METRICS_METRICS_PORT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace prometheus {
class Exposer;
}

namespace mediagen {

class Metrics;

// Serves a Metrics object at http://HOST:PORT/metrics, on threads of its own. When it is gone,
// nobody samples any more. Any thread.
class MetricsPort {
 public:
  // Listens when it returns. `host`: an address, that of IPv6 in brackets; port 0 picks one.
  static absl::StatusOr<std::unique_ptr<MetricsPort>> Start(const Metrics& metrics,
                                                            const std::string& host, int port);
  ~MetricsPort();

  int port() const { return port_; }

 private:
  MetricsPort(std::unique_ptr<prometheus::Exposer> exposer, int port);

  const std::unique_ptr<prometheus::Exposer> exposer_;
  const int port_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_METRICS_METRICS_PORT_H_
