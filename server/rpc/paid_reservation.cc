#include "server/rpc/paid_reservation.h"

namespace mediagen {

absl::Status HoldSpend(const Call& call, const PaidRequest& request, SpendHold& hold) {
  if (request.is_paid_by_caller()) return absl::OkStatus();
  return hold.Take(call.caller().admission, request.estimated_nano_usd(), absl::Now());
}

}  // namespace mediagen
