// Runs one flow with an HTTP client of its own.
#ifndef MEDIAGEN_TESTS_WIRE_FLOW_RUN_H_
#define MEDIAGEN_TESTS_WIRE_FLOW_RUN_H_

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_client.h"

namespace mediagen::testing {

using ClientFlow = absl::AnyInvocable<Task<absl::Status>(CallContext& call, HttpClient& http)>;

// Makes the flow on a loop that ends with this call, and waits for its result. A flow that hangs
// ends with DEADLINE_EXCEEDED.
absl::Status RunClientFlow(ClientFlow make_flow);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_FLOW_RUN_H_
