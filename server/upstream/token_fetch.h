// Getting an access token from its source.
#ifndef MEDIAGEN_SERVER_UPSTREAM_TOKEN_FETCH_H_
#define MEDIAGEN_SERVER_UPSTREAM_TOKEN_FETCH_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/upstream/request_tag.h"
#include "server/upstream/token_call.h"
#include "server/upstream/token_source.h"

namespace mediagen {

// Asks `source` for a token, at most four times where asking again may help, with backoff of up to
// `longest_backoff` (and at least what the source asks for; when that is more than 10 s, it gives
// up at once). An error is the call's end or TokenStatus. `source` outlives the task.
// Counted under `tag`, which outlives the flow; null: not at all.
Task<absl::StatusOr<Token>> FetchToken(CallContext& call, HttpClient& http,
                                       const TokenSource& source, absl::Duration longest_backoff,
                                       const RequestTag* tag = nullptr);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_TOKEN_FETCH_H_
