// Stops an interaction, and has it forgotten.
#ifndef MEDIAGEN_SERVER_UPSTREAM_INTERACTION_CONTROL_H_
#define MEDIAGEN_SERVER_UPSTREAM_INTERACTION_CONTROL_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/upstream/credential.h"
#include "server/upstream/operation.h"
#include "server/upstream/provider.h"
#include "server/upstream/retry_budget.h"

namespace mediagen {

// Both are free calls, repeated within `budget`. All that is given outlives the flow. Loop thread
// only.

// The state that the upstream's answer names.
Task<absl::StatusOr<v1::VideoState>> CancelInteraction(CallContext& call, HttpClient& client,
                                                       const Provider& provider,
                                                       Credential& credential,
                                                       const Operation& operation,
                                                       RetryBudget& budget);

Task<absl::Status> DeleteInteraction(CallContext& call, HttpClient& client,
                                     const Provider& provider, Credential& credential,
                                     const Operation& operation, RetryBudget& budget);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_INTERACTION_CONTROL_H_
