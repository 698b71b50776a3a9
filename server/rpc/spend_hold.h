// Money that is about to be spent.
#ifndef MEDIAGEN_SERVER_RPC_SPEND_HOLD_H_
#define MEDIAGEN_SERVER_RPC_SPEND_HOLD_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/rpc/admission.h"

namespace mediagen {

// The estimate of one paid request, counted before it is sent for its tenant and for all. What
// becomes of it is said at most once, by Settle or GiveBack; unless it is, the estimate stays: that
// is right where nobody knows whether it was paid. Owned by whoever sends. Any thread; not shared.
class SpendHold {
 public:
  SpendHold() = default;  // Of nothing, for what others pay.
  SpendHold(const SpendHold&) = delete;
  SpendHold& operator=(const SpendHold&) = delete;

  // RESOURCE_EXHAUSTED `SPEND_LIMIT`, or FAILED_PRECONDITION `PRICE_UNKNOWN` when there is a limit
  // and no estimate.
  absl::Status Take(const Admission& admission, std::optional<int64_t> nano_usd, absl::Time now);
  // It cost so much; nothing: nobody knows.
  void Settle(std::optional<int64_t> nano_usd);
  // It was not paid.
  void GiveBack() { Settle(0); }

 private:
  std::shared_ptr<Allowance> tenant_;  // Null: there is nothing to be said.
  std::shared_ptr<Allowance> all_;
  int64_t nano_usd_ = 0;
  DailySpend::Day day_ = 0;
};

// OK: there is no limit to what `admission` may spend, or a price to count by.
absl::Status CheckPrice(const Admission& admission, std::optional<int64_t> nano_usd);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_SPEND_HOLD_H_
