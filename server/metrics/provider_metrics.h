// What is counted of one provider.
#ifndef MEDIAGEN_SERVER_METRICS_PROVIDER_METRICS_H_
#define MEDIAGEN_SERVER_METRICS_PROVIDER_METRICS_H_

#include <array>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "server/metrics/instruments.h"

namespace prometheus {
class Registry;
}

namespace mediagen {

enum class RequestKind { kPaid, kPoll, kDownload, kToken, kOther };

enum class RequestOutcome {
  kOk,
  kRejected,     // Definitely not taken.
  kUnknown,      // Sent, and nobody knows what became of it.
  kUnreachable,  // Proven that nothing was sent.
  kCancelled,    // Nobody waited for the end.
};

enum class PollOutcome {
  kRunning,
  kDone,
  kFailed,  // The job has.
  kError,   // It brought nothing.
};

// The series of one provider. Owned by a Metrics object. Any thread.
class ProviderMetrics {
 public:
  // Counts nothing.
  ProviderMetrics() = default;
  ProviderMetrics(prometheus::Registry& registry, const std::string& provider);

  void CountRequest(absl::string_view model, RequestKind kind, RequestOutcome outcome,
                    double seconds);
  void CountSpend(absl::string_view model, double usd);
  void CountPoll(PollOutcome outcome) { polls_[static_cast<size_t>(outcome)].Add(); }

  // Of bodies.
  Counter received_bytes;
  Counter sent_bytes;
  Counter retries;
  Counter orphaned_operations;
  Counter unknown_outcomes;
  // Of the whole process.
  Gauge waiting_operations;

 private:
  static constexpr size_t kKinds = 5;
  static constexpr size_t kOutcomes = 5;

  // The series of one model, each made when it is first needed.
  class ModelSeries {
   public:
    std::array<Counter, kKinds * kOutcomes> requests;
    std::array<bool, kKinds* kOutcomes> made = {};
    Counter spend;
    bool spend_made = false;
  };

  prometheus::Registry* registry_ = nullptr;
  std::string provider_;
  std::array<Histogram, kKinds> seconds_;
  std::array<Counter, 4> polls_;
  std::mutex mutex_;
  // Guarded by mutex_. Whoever counts keeps to a bounded set of names.
  absl::flat_hash_map<std::string, ModelSeries> models_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_METRICS_PROVIDER_METRICS_H_
