// What was spent today.
#ifndef MEDIAGEN_SERVER_RPC_DAILY_SPEND_H_
#define MEDIAGEN_SERVER_RPC_DAILY_SPEND_H_

#include <cstdint>
#include <mutex>
#include <optional>

#include "absl/time/time.h"

namespace mediagen {

// Adds up what is spent on a day of UTC, in nano-USD, in the memory of this process alone. Begins
// anew at midnight. Any thread.
class DailySpend {
 public:
  // Days since the epoch.
  using Day = int64_t;

  void SetLimit(std::optional<int64_t> nano_usd);
  std::optional<int64_t> limit() const;

  // Counts `nano_usd` (0 or more) to the day of `now`, which is the answer; nothing when that is
  // more than is left.
  std::optional<Day> TryReserve(int64_t nano_usd, absl::Time now);
  // Corrects what was counted to `day`; nothing once that day is over.
  void Correct(Day day, int64_t nano_usd);
  int64_t Spent(absl::Time now);

  static Day DayOf(absl::Time now);
  // Until the next day begins.
  static absl::Duration UntilTomorrow(absl::Time now);

 private:
  // Under mutex_.
  void Turn(Day day);

  mutable std::mutex
      mutex_;  // Not Abseil's: ThreadSanitizer sees the locks of the C library alone.
  // All guarded by mutex_.
  std::optional<int64_t> limit_;
  Day day_ = 0;
  int64_t spent_ = 0;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_DAILY_SPEND_H_
