// How often free calls may be repeated.
#ifndef MEDIAGEN_SERVER_UPSTREAM_RETRY_BUDGET_H_
#define MEDIAGEN_SERVER_UPSTREAM_RETRY_BUDGET_H_

#include "absl/time/time.h"
#include "server/async/event_loop.h"

namespace mediagen {

// Lets repeats through as a share of calls, with a floor per minute, so that an upstream that is
// down is not hammered by everybody at once. Owned by a worker. Loop thread only.
class RetryBudget {
 public:
  explicit RetryBudget(MonotonicTime now) : refilled_(now) {}

  void CountCall();
  // True, and one repeat is spent, if the budget has one left.
  bool Spend(MonotonicTime now);

 private:
  double tokens_ = kFloorPerMinute;
  MonotonicTime refilled_;

  static constexpr double kShareOfCalls = 0.1;
  static constexpr double kFloorPerMinute = 10;
  static constexpr double kMost = 100;
};

// The `attempt`-th backoff (from 0): a second doubling to `longest`, ± 20 %.
absl::Duration Backoff(int attempt, absl::Duration longest);

// `duration` ± 20 %, so that many calls do not beat in step.
absl::Duration Jittered(absl::Duration duration);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_RETRY_BUDGET_H_
