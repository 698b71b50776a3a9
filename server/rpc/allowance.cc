#include "server/rpc/allowance.h"

#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

// Nobody knows when a call will end.
constexpr absl::Duration kPatienceForPlace = absl::Seconds(1);

}  // namespace

CallPlace::~CallPlace() {
  if (allowance_ != nullptr) --allowance_->calls_;
}

void Allowance::SetLimits(const Limits& limits) {
  max_calls_ = limits.max_calls.value_or(0);
  rate_.SetLimit(limits.max_requests_per_second, limits.request_burst);
  spend_.SetLimit(limits.max_spend_nano_usd_per_day);
}

absl::StatusOr<CallPlace> Allowance::Enter(MonotonicTime now) {
  const int most = max_calls_;
  const int calls = ++calls_;
  CallPlace place(shared_from_this());
  if (most > 0 && calls > most) {
    return QuotaExceeded("TOO_MANY_CALLS", subject_,
                         absl::StrCat("at most ", most, " calls may be in flight at a time"),
                         kPatienceForPlace);
  }
  if (absl::Status taken = TakeRequest(now); !taken.ok()) return taken;
  return place;
}

absl::Status Allowance::TakeRequest(MonotonicTime now) {
  const absl::Duration wait = rate_.TryTake(now);
  if (wait <= absl::ZeroDuration()) return absl::OkStatus();
  return QuotaExceeded("TOO_MANY_REQUESTS", subject_,
                       "more requests come than each second may bring", wait);
}

}  // namespace mediagen
