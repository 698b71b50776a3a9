// What is looked at when somebody asks.
#ifndef MEDIAGEN_SERVER_METRICS_SAMPLED_METRICS_H_
#define MEDIAGEN_SERVER_METRICS_SAMPLED_METRICS_H_

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <functional>
#include <string>
#include <vector>

#include "server/metrics/distribution.h"

namespace mediagen {

// Metrics whose values others keep. Filled before anybody collects; what samples look at outlives
// the port that serves them. Any thread.
class SampledMetrics : public prometheus::Collectable {
 public:
  using Sample = std::function<double()>;

  void AddGauge(const std::string& name, const std::string& help, Sample sample) {
    AddGauge(name, help, "", "", std::move(sample));
  }
  // Series that differ in one label are added one after the other.
  void AddGauge(const std::string& name, const std::string& help, const std::string& label,
                const std::string& value, Sample sample);
  void AddHistogram(const std::string& name, const std::string& help,
                    std::function<Distribution()> sample);

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  class Family {
   public:
    prometheus::MetricFamily head;  // With the labels, without the values.
    std::vector<Sample> samples;
    std::function<Distribution()> distribution;
  };

  std::vector<Family> families_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_METRICS_SAMPLED_METRICS_H_
