#include "server/rpc/spend_hold.h"

#include <algorithm>
#include <utility>

#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

absl::Status SpendLimit(Allowance& allowance, int64_t nano_usd, absl::Time now) {
  std::optional<absl::Duration> retry = DailySpend::UntilTomorrow(now);
  // What is more than a whole day's will not fit tomorrow.
  const std::optional<int64_t> limit = allowance.spend().limit();
  if (limit.has_value() && nano_usd > *limit) retry = std::nullopt;
  return QuotaExceeded("SPEND_LIMIT", allowance.subject(),
                       "the request would cost more than is left for today (UTC)", retry);
}

}  // namespace

absl::Status CheckPrice(const Admission& admission, std::optional<int64_t> nano_usd) {
  const bool limited = admission.tenant->allowance()->spend().limit().has_value() ||
                       admission.all->spend().limit().has_value();
  if (!limited || nano_usd.has_value()) return absl::OkStatus();
  return MakeError(absl::StatusCode::kFailedPrecondition, "PRICE_UNKNOWN",
                   "model: spending is limited, and the catalogue has no price for this request; "
                   "nothing was sent");
}

absl::Status SpendHold::Take(const Admission& admission, std::optional<int64_t> nano_usd,
                             absl::Time now) {
  if (absl::Status price = CheckPrice(admission, nano_usd); !price.ok()) return price;
  const int64_t amount = std::max<int64_t>(0, nano_usd.value_or(0));
  const std::shared_ptr<Allowance>& tenant = admission.tenant->allowance();
  const std::optional<DailySpend::Day> day = tenant->spend().TryReserve(amount, now);
  if (!day.has_value()) return SpendLimit(*tenant, amount, now);
  if (!admission.all->spend().TryReserve(amount, now).has_value()) {
    tenant->spend().Correct(*day, -amount);
    return SpendLimit(*admission.all, amount, now);
  }
  tenant_ = tenant;
  all_ = admission.all;
  nano_usd_ = amount;
  day_ = *day;
  return absl::OkStatus();
}

void SpendHold::Settle(std::optional<int64_t> nano_usd) {
  const std::shared_ptr<Allowance> tenant = std::exchange(tenant_, nullptr);
  if (tenant == nullptr || !nano_usd.has_value()) return;
  const int64_t correction = *nano_usd - nano_usd_;
  tenant->spend().Correct(day_, correction);
  all_->spend().Correct(day_, correction);
}

}  // namespace mediagen
