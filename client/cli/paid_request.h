#ifndef MEDIAGEN_CLIENT_CLI_PAID_REQUEST_H_
#define MEDIAGEN_CLIENT_CLI_PAID_REQUEST_H_

#include <string>

#include "absl/status/status.h"
#include "client/cli/input.h"
#include "client/cli/request_fields.h"
#include "client/cli/request_id.h"
#include "client/cli/session.h"
#include "client/cli/timestamp.h"

namespace mediagen::client {

// What every paid command does before it sends: the flags go into the request, the request gets its
// id, and the records learn what is known already.
template <typename Request>
absl::Status BeginPaidRequest(Session& session, Request& request, Record& record) {
  if (absl::Status status = FillRequest(session.command(), session.arguments(), request);
      !status.ok()) {
    return status;
  }
  if (request.request_id().empty()) request.set_request_id(MakeRequestId());
  session.result().set_request_id(request.request_id());
  record.set_request_id(request.request_id());
  record.set_provider(request.provider());
  record.set_model(request.model());
  return absl::OkStatus();
}

// What a command does with the answer to --validate-only: nothing was sent, so nothing is saved.
absl::Status FinishCheck(Session& session, const v1::Cost* cost);

// The last thing before it leaves.
inline void MarkSent(Session& session, Record& record) {
  session.progressed = Progressed::kSent;
  *record.mutable_start_time() = CurrentTimestamp();
}

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_PAID_REQUEST_H_
