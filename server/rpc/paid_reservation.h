// What a paid call takes before it sends.
#ifndef MEDIAGEN_SERVER_RPC_PAID_RESERVATION_H_
#define MEDIAGEN_SERVER_RPC_PAID_RESERVATION_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "server/rpc/paid_request.h"
#include "server/rpc/service_context.h"
#include "server/rpc/spend_hold.h"

namespace mediagen {

// The part of `request` in its tenant's spend: none where the caller pays with a key of his own.
absl::Status HoldSpend(const Call& call, const PaidRequest& request, SpendHold& hold);

// Takes the request's id and its estimated cost when made and gives them back at its end, unless
// `paid`, which has the method MayHaveBeenPaid, says then that money may have been spent. Owned by
// the flow, and made before it sends; what is given outlives it. Loop thread only.
template <typename Paid>
class PaidReservation {
 public:
  PaidReservation(ServiceContext& services, const Call& call, const PaidRequest& request,
                  const Paid& paid)
      : ids_(services.request_ids), id_(request.id_key()), paid_(paid), status_(ids_.Reserve(id_)) {
    if (!status_.ok()) return;
    status_ = HoldSpend(call, request, spend_);
    if (!status_.ok()) ids_.Forget(id_);
  }
  PaidReservation(const PaidReservation&) = delete;
  PaidReservation& operator=(const PaidReservation&) = delete;
  ~PaidReservation() {
    if (!status_.ok() || paid_.MayHaveBeenPaid()) return;
    ids_.Forget(id_);
    spend_.GiveBack();
  }

  // Not OK: nothing may be sent.
  const absl::Status& status() const { return status_; }
  // What it cost, where that is known.
  void Settle(const std::optional<v1::Cost>& cost) {
    if (cost.has_value()) spend_.Settle(cost->nano_usd());
  }

 private:
  RequestIds& ids_;
  const std::string id_;
  const Paid& paid_;
  SpendHold spend_;
  absl::Status status_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_PAID_RESERVATION_H_
