#include "server/rpc/daily_spend.h"

#include <algorithm>
#include <limits>

namespace mediagen {
namespace {

constexpr int64_t kDaySeconds = 24 * 60 * 60;

// What does not fit stays at the largest.
int64_t Sum(int64_t a, int64_t b) {
  int64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? std::numeric_limits<int64_t>::max() : sum;
}

}  // namespace

void DailySpend::SetLimit(std::optional<int64_t> nano_usd) {
  std::lock_guard lock(mutex_);
  limit_ = nano_usd;
}

std::optional<int64_t> DailySpend::limit() const {
  std::lock_guard lock(mutex_);
  return limit_;
}

std::optional<DailySpend::Day> DailySpend::TryReserve(int64_t nano_usd, absl::Time now) {
  std::lock_guard lock(mutex_);
  Turn(DayOf(now));
  const int64_t sum = Sum(spent_, nano_usd);
  if (limit_.has_value() && nano_usd > 0 && sum > *limit_) return std::nullopt;
  spent_ = sum;
  return day_;
}

void DailySpend::Correct(Day day, int64_t nano_usd) {
  std::lock_guard lock(mutex_);
  if (day == day_) spent_ = std::max<int64_t>(0, Sum(spent_, nano_usd));
}

int64_t DailySpend::Spent(absl::Time now) {
  std::lock_guard lock(mutex_);
  Turn(DayOf(now));
  return spent_;
}

DailySpend::Day DailySpend::DayOf(absl::Time now) { return absl::ToUnixSeconds(now) / kDaySeconds; }

absl::Duration DailySpend::UntilTomorrow(absl::Time now) {
  return absl::FromUnixSeconds((DayOf(now) + 1) * kDaySeconds) - now;
}

void DailySpend::Turn(Day day) {
  // A clock that is put back does not begin a day anew.
  if (day <= day_) return;
  day_ = day;
  spent_ = 0;
}

}  // namespace mediagen
