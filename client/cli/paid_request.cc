#include "client/cli/paid_request.h"

#include "absl/strings/str_format.h"
#include "client/cli/usd.h"

namespace mediagen::client {

absl::Status FinishCheck(Session& session, const v1::Cost* cost) {
  session.progress().Stop();
  if (cost != nullptr) *session.result().mutable_estimated_cost() = *cost;
  if (session.json()) return absl::OkStatus();
  absl::PrintF("estimated cost: %s\n", cost != nullptr
                                           ? UsdText(cost->nano_usd())
                                           : "unknown (the server has no price for the model)");
  return absl::OkStatus();
}

}  // namespace mediagen::client
