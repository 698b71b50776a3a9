// What goes on between this server and one provider.
#ifndef MEDIAGEN_SERVER_UPSTREAM_PROVIDER_TRAFFIC_H_
#define MEDIAGEN_SERVER_UPSTREAM_PROVIDER_TRAFFIC_H_

#include <atomic>
#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "server/metrics/provider_metrics.h"
#include "server/upstream/breaker.h"

namespace mediagen {

// The breaker of a provider, and what is counted of it. Owned by the provider. Any thread.
class ProviderTraffic {
 public:
  // Told of every state that differs from the one before.
  using OnChange = std::function<void(Breaker::State state)>;

  // `metrics` outlives it; null: nothing is counted.
  ProviderTraffic(std::string provider, const BreakerOptions& options, ProviderMetrics* metrics)
      : provider_(std::move(provider)),
        breaker_(options),
        metrics_(metrics == nullptr ? Nothing() : *metrics) {}

  // Before anybody uses it.
  void SetOnChange(OnChange on_change) { on_change_ = std::move(on_change); }

  const Breaker& breaker() const { return breaker_; }
  ProviderMetrics& metrics() { return metrics_; }

  // UNAVAILABLE `PROVIDER_UNHEALTHY` with RetryInfo while a call that pays, or asks, would only
  // wait for the next failure; else OK, which is no promise.
  absl::Status CheckHealth() const;

 private:
  friend class BreakerPass;

  static ProviderMetrics& Nothing();
  absl::Status Unhealthy(absl::Duration retry_after) const;
  void NoteState();

  const std::string provider_;
  Breaker breaker_;
  ProviderMetrics& metrics_;
  OnChange on_change_;
  std::atomic<Breaker::State> noted_state_ = Breaker::State::kClosed;
};

// One call's leave to go to a provider. Made before it sends; the first End counts, and without one
// the call told nothing. Owned by the flow, moves not. Loop thread only.
class BreakerPass {
 public:
  // Null: everything may go.
  explicit BreakerPass(ProviderTraffic* traffic);
  ~BreakerPass() { End(CallHealth::kNothing); }
  BreakerPass(const BreakerPass&) = delete;
  BreakerPass& operator=(const BreakerPass&) = delete;

  // Not OK: nothing may be sent. As ProviderTraffic::CheckHealth.
  const absl::Status& status() const { return status_; }
  // The answer has begun, which is all that a probe has to find out: others need not wait for the
  // end of a long one.
  void NoteAnswer();
  void End(CallHealth health);

 private:
  ProviderTraffic* traffic_;  // Null: has ended.
  Breaker::Admission admission_;
  absl::Status status_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_PROVIDER_TRAFFIC_H_
