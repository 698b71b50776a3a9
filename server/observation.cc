#include "server/observation.h"

#include <google/protobuf/descriptor.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/metrics/sampled_metrics.h"
#include "server/rpc/log.h"

namespace mediagen {
namespace {

const char* TypeOf(const google::protobuf::MethodDescriptor& method) {
  if (method.client_streaming()) return method.server_streaming() ? "bidi_stream" : "client_stream";
  return method.server_streaming() ? "server_stream" : "unary";
}

Distribution TurnsOf(const std::vector<std::unique_ptr<Worker>>& workers) {
  Distribution turns;
  turns.bounds.assign(TurnTimes::kBounds.begin(), TurnTimes::kBounds.end());
  turns.counts.resize(turns.bounds.size() + 1);
  for (const auto& worker : workers) {
    const TurnTimes& times = worker->context().loop.turn_times();
    for (size_t i = 0; i < turns.counts.size(); ++i) turns.counts[i] += times.count(i);
    turns.sum += times.sum();
  }
  return turns;
}

void LogState(const std::string& provider, Breaker::State state) {
  switch (state) {
    case Breaker::State::kOpen:
      WriteLog("WARNING", "provider_unhealthy",
               absl::StrCat(provider, ": too many calls failed; it is left alone for a while"));
      return;
    case Breaker::State::kHalfOpen:
      WriteLog("INFO", "provider_tried", absl::StrCat(provider, ": one call at a time goes out"));
      return;
    case Breaker::State::kClosed:
      WriteLog("INFO", "provider_healthy", absl::StrCat(provider, ": it answers again"));
      return;
  }
}

}  // namespace

void AddRpcs(const std::string& service, Metrics& metrics) {
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service);
  if (descriptor == nullptr) return;
  for (int i = 0; i < descriptor->method_count(); ++i) {
    const auto& method = *descriptor->method(i);
    metrics.rpcs().Add(TypeOf(method), service, method.name());
  }
}

void LogBreakers(const Providers& providers) {
  for (const auto& provider : providers.all()) {
    provider->traffic().SetOnChange(
        [name = provider->name()](Breaker::State state) { LogState(name, state); });
  }
}

void AddSamples(const Providers& providers, const ByteBudget& bytes,
                const std::vector<std::unique_ptr<Worker>>& workers, Metrics& metrics) {
  SampledMetrics& sampled = metrics.sampled();
  sampled.AddGauge("mediagen_inflight_bytes", "Bytes that are held for callers now.",
                   [&bytes] { return static_cast<double>(bytes.used()); });
  sampled.AddGauge("mediagen_inflight_bytes_limit", "Bytes that may be held for callers.",
                   [&bytes] { return static_cast<double>(bytes.capacity()); });
  sampled.AddGauge("mediagen_calls_in_flight", "Calls that are not freed yet.", [&workers] {
    int calls = 0;
    for (const auto& worker : workers) calls += worker->active_calls();
    return static_cast<double>(calls);
  });
  for (const auto& provider : providers.all()) {
    sampled.AddGauge("mediagen_breaker_state",
                     "Whether calls go to the provider: 0 all, 1 one at a time, 2 none.",
                     "provider", provider->name(), [&traffic = provider->traffic()] {
                       const auto now = std::chrono::steady_clock::now();
                       return static_cast<double>(traffic.breaker().state(now));
                     });
  }
  sampled.AddHistogram("mediagen_loop_stall_seconds",
                       "How long each turn of an event loop kept everybody else on it waiting.",
                       [&workers] { return TurnsOf(workers); });
}

absl::Status Observation::Start(const Config& config, const Metrics& metrics) {
  if (config.metrics_port.has_value()) {
    auto port = MetricsPort::Start(metrics, config.metrics_host, *config.metrics_port);
    if (!port.ok()) return port.status();
    metrics_ = *std::move(port);
    WriteLog(
        "INFO", "metrics",
        absl::StrCat("metrics at http://", config.metrics_host, ":", metrics_->port(), "/metrics"));
  }
  if (config.channelz_port.has_value()) {
    auto port = ChannelzPort::Start(*config.channelz_port);
    if (!port.ok()) return port.status();
    channelz_ = *std::move(port);
    WriteLog("INFO", "channelz", absl::StrCat("channelz at 127.0.0.1:", channelz_->port()));
  }
  return absl::OkStatus();
}

}  // namespace mediagen
