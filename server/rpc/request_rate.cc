#include "server/rpc/request_rate.h"

#include <algorithm>

namespace mediagen {

void RequestRate::SetLimit(std::optional<double> per_second, int burst) {
  std::lock_guard lock(mutex_);
  interval_ = std::chrono::nanoseconds(0);
  if (per_second.has_value()) {
    interval_ = absl::ToChronoNanoseconds(absl::Seconds(1) / *per_second);
    interval_ = std::max(interval_, std::chrono::nanoseconds(1));
  }
  ahead_ = interval_ * (burst - 1);
}

absl::Duration RequestRate::TryTake(MonotonicTime now) {
  std::lock_guard lock(mutex_);
  if (interval_.count() == 0) return absl::ZeroDuration();
  const MonotonicTime even = std::max(next_, now);
  if (even - now > ahead_) return absl::FromChrono(even - now - ahead_);
  next_ = even + interval_;
  return absl::ZeroDuration();
}

}  // namespace mediagen
