// How many requests may come in a second.
#ifndef MEDIAGEN_SERVER_RPC_REQUEST_RATE_H_
#define MEDIAGEN_SERVER_RPC_REQUEST_RATE_H_

#include <chrono>
#include <mutex>
#include <optional>

#include "absl/time/time.h"
#include "server/async/event_loop.h"

namespace mediagen {

// A bucket that fills with the rate, as full at first as it may be. Kept as the time at which the
// next request would come if they came evenly. Any thread.
class RequestRate {
 public:
  // Without `per_second` there is no limit. `burst` is how many may come at once.
  void SetLimit(std::optional<double> per_second, int burst);

  // Zero: one more may come, and is counted; else how long until then.
  absl::Duration TryTake(MonotonicTime now);

 private:
  std::mutex mutex_;  // Not Abseil's: ThreadSanitizer sees the locks of the C library alone.
  // All guarded by mutex_.
  std::chrono::nanoseconds interval_{0};  // 0: no limit.
  std::chrono::nanoseconds ahead_{0};     // How early a request may come.
  MonotonicTime next_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_REQUEST_RATE_H_
