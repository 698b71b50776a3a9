#include "server/metrics/sampled_metrics.h"

#include <limits>
#include <utility>

namespace mediagen {
namespace {

prometheus::ClientMetric::Histogram HistogramOf(const Distribution& distribution) {
  prometheus::ClientMetric::Histogram histogram;
  for (size_t i = 0; i < distribution.counts.size(); ++i) {
    histogram.sample_count += distribution.counts[i];
    prometheus::ClientMetric::Bucket bucket;
    bucket.cumulative_count = histogram.sample_count;
    bucket.upper_bound = i < distribution.bounds.size() ? distribution.bounds[i]
                                                        : std::numeric_limits<double>::infinity();
    histogram.bucket.push_back(bucket);
  }
  histogram.sample_sum = distribution.sum;
  return histogram;
}

}  // namespace

void SampledMetrics::AddGauge(const std::string& name, const std::string& help,
                              const std::string& label, const std::string& value, Sample sample) {
  if (families_.empty() || families_.back().head.name != name) {
    families_.emplace_back();
    families_.back().head.name = name;
    families_.back().head.help = help;
    families_.back().head.type = prometheus::MetricType::Gauge;
  }
  prometheus::ClientMetric series;
  if (!label.empty()) series.label.push_back({label, value});
  families_.back().head.metric.push_back(std::move(series));
  families_.back().samples.push_back(std::move(sample));
}

void SampledMetrics::AddHistogram(const std::string& name, const std::string& help,
                                  std::function<Distribution()> sample) {
  families_.emplace_back();
  families_.back().head.name = name;
  families_.back().head.help = help;
  families_.back().head.type = prometheus::MetricType::Histogram;
  families_.back().head.metric.emplace_back();
  families_.back().distribution = std::move(sample);
}

std::vector<prometheus::MetricFamily> SampledMetrics::Collect() const {
  std::vector<prometheus::MetricFamily> collected;
  collected.reserve(families_.size());
  for (const Family& family : families_) {
    collected.push_back(family.head);
    for (size_t i = 0; i < family.samples.size(); ++i)
      collected.back().metric[i].gauge.value = family.samples[i]();
    if (family.distribution != nullptr)
      collected.back().metric[0].histogram = HistogramOf(family.distribution());
  }
  return collected;
}

}  // namespace mediagen
