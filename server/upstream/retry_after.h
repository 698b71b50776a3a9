// When an upstream wants to be asked again.
#ifndef MEDIAGEN_SERVER_UPSTREAM_RETRY_AFTER_H_
#define MEDIAGEN_SERVER_UPSTREAM_RETRY_AFTER_H_

#include <optional>

#include "absl/time/time.h"
#include "server/net/http_exchange.h"
#include "server/upstream/json_view.h"

namespace mediagen {

// The delay that an error answer asks for: header `retry-after-ms`, then `Retry-After` (seconds or
// HTTP date), then google.rpc.RetryInfo among `details`. At most a minute: a hostile or confused
// upstream must not park callers.
std::optional<absl::Duration> ReadRetryAfter(const HttpHead& head, JsonView details,
                                             absl::Time now);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_RETRY_AFTER_H_
