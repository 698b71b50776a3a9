#include "server/metrics/provider_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <utility>

namespace mediagen {
namespace {

constexpr std::array<const char*, 5> kKindNames = {"paid", "poll", "download", "token", "other"};
constexpr std::array<const char*, 5> kOutcomeNames = {"ok", "rejected", "unknown", "unreachable",
                                                      "cancelled"};
constexpr std::array<const char*, 4> kPollNames = {"running", "done", "failed", "error"};

const prometheus::Histogram::BucketBoundaries& Buckets() {
  static const auto* buckets = new prometheus::Histogram::BucketBoundaries{
      0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1200};
  return *buckets;
}

prometheus::Counter& CounterOf(prometheus::Registry& registry, const char* name, const char* help,
                               const prometheus::Labels& labels) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add(labels);
}

}  // namespace

ProviderMetrics::ProviderMetrics(prometheus::Registry& registry, const std::string& provider)
    : registry_(&registry), provider_(provider) {
  const prometheus::Labels labels = {{"provider", provider}};
  received_bytes = Counter(CounterOf(registry, "mediagen_upstream_received_bytes_total",
                                     "Bytes of the bodies that upstreams sent.", labels));
  sent_bytes = Counter(CounterOf(registry, "mediagen_upstream_sent_bytes_total",
                                 "Bytes of the bodies that were sent to upstreams.", labels));
  retries = Counter(CounterOf(registry, "mediagen_retries_total",
                              "Requests to upstreams that repeat an earlier one.", labels));
  orphaned_operations =
      Counter(CounterOf(registry, "mediagen_orphaned_operations_total",
                        "Paid operations that go on without anybody watching them.", labels));
  unknown_outcomes =
      Counter(CounterOf(registry, "mediagen_unknown_outcomes_total",
                        "Paid requests that left, and of which nobody knows what became.", labels));
  waiting_operations = Gauge(prometheus::BuildGauge()
                                 .Name("mediagen_waiting_operations")
                                 .Help("Calls that wait for a video now.")
                                 .Register(registry)
                                 .Add({}));
  auto& seconds = prometheus::BuildHistogram()
                      .Name("mediagen_upstream_request_seconds")
                      .Help("From a request's beginning to the end of its answer.")
                      .Register(registry);
  for (size_t kind = 0; kind < kKinds; ++kind) {
    prometheus::Labels with_kind = labels;
    with_kind["kind"] = kKindNames[kind];
    seconds_[kind] = Histogram(seconds.Add(with_kind, Buckets()));
  }
  for (size_t outcome = 0; outcome < polls_.size(); ++outcome) {
    prometheus::Labels with_outcome = labels;
    with_outcome["outcome"] = kPollNames[outcome];
    polls_[outcome] = Counter(CounterOf(registry, "mediagen_polls_total",
                                        "Questions about operations that were answered or failed.",
                                        with_outcome));
  }
}

void ProviderMetrics::CountRequest(absl::string_view model, RequestKind kind,
                                   RequestOutcome outcome, double seconds) {
  if (registry_ == nullptr) return;
  const auto k = static_cast<size_t>(kind);
  const auto o = static_cast<size_t>(outcome);
  seconds_[k].Observe(seconds);
  std::lock_guard lock(mutex_);
  ModelSeries& series = models_[model];
  const size_t cell = k * kOutcomes + o;
  if (!std::exchange(series.made[cell], true)) {
    series.requests[cell] = Counter(CounterOf(*registry_, "mediagen_upstream_requests_total",
                                              "Requests to upstreams by what became of them.",
                                              {{"provider", provider_},
                                               {"model", std::string(model)},
                                               {"kind", kKindNames[k]},
                                               {"outcome", kOutcomeNames[o]}}));
  }
  series.requests[cell].Add();
}

void ProviderMetrics::CountSpend(absl::string_view model, double usd) {
  if (registry_ == nullptr) return;
  std::lock_guard lock(mutex_);
  ModelSeries& series = models_[model];
  if (!std::exchange(series.spend_made, true)) {
    series.spend = Counter(
        CounterOf(*registry_, "mediagen_spend_usd_total",
                  "What was spent, by the estimates of requests that left and were not rejected.",
                  {{"provider", provider_}, {"model", std::string(model)}}));
  }
  series.spend.Add(usd);
}

}  // namespace mediagen
