// What Linux knows of this process.
#ifndef MEDIAGEN_SERVER_METRICS_PROCESS_METRICS_H_
#define MEDIAGEN_SERVER_METRICS_PROCESS_METRICS_H_

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <vector>

namespace mediagen {

// The usual process_* metrics, read from /proc when somebody asks. Any thread.
class ProcessMetrics : public prometheus::Collectable {
 public:
  std::vector<prometheus::MetricFamily> Collect() const override;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_METRICS_PROCESS_METRICS_H_
