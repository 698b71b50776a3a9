#include "server/upstream/retry_budget.h"

#include <algorithm>

#include "absl/random/random.h"

namespace mediagen {

void RetryBudget::CountCall() { tokens_ = std::min(kMost, tokens_ + kShareOfCalls); }

bool RetryBudget::Spend(MonotonicTime now) {
  const double minutes = absl::ToDoubleMinutes(absl::FromChrono(now - refilled_));
  refilled_ = now;
  // The floor refills up to itself only; what calls have earned stays on top.
  if (tokens_ < kFloorPerMinute)
    tokens_ = std::min(kFloorPerMinute, tokens_ + minutes * kFloorPerMinute);
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

absl::Duration Backoff(int attempt, absl::Duration longest) {
  const absl::Duration doubled = absl::Seconds(1) * (int64_t{1} << std::clamp(attempt, 0, 20));
  return Jittered(std::min(doubled, longest));
}

absl::Duration Jittered(absl::Duration duration) {
  thread_local absl::InsecureBitGen generator;
  return duration * absl::Uniform(generator, 0.8, 1.2);
}

}  // namespace mediagen
