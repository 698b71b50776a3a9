// What an upstream's failure means.
#ifndef MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_ERROR_H_
#define MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_ERROR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/net/http_exchange.h"
#include "server/upstream/json_view.h"

namespace mediagen {

// An answer that is an error, or no answer, understood. A plain value.
class UpstreamError {
 public:
  enum class Cause {
    kOther,
    kCredentials,   // The key is refused.
    kBlocked,       // The prompt is refused by a safety filter.
    kBilling,       // No money.
    kRateLimited,   // Too much at once.
    kModelUnknown,  // No such model.
    kOverloaded,    // Status 503.
    kCorrupt,       // Something else came in place of media.
  };

  UpstreamError() = default;
  UpstreamError(absl::StatusCode code, absl::string_view message) : code(code), message(message) {}

  absl::StatusCode code = absl::StatusCode::kUnknown;  // `upstream_code` of the error's metadata.
  Cause cause = Cause::kOther;
  int http_status = 0;  // 0: there was no answer.
  // The upstream has surely not taken the job.
  bool definite_rejection = false;
  // A free call may be repeated: no 4xx but 401, 408 and 429 says that it never will work.
  bool transient = false;
  // The provider itself is unwell: no connection, a 5xx, silence or a cut.
  bool outage = false;
  // The key was the caller's own: its refusal is the caller's error.
  bool callers_key = false;
  std::string message;  // Scrubbed.
  std::vector<int64_t> support_codes;
  std::optional<absl::Duration> retry_after;
};

// The error object of an answer, in any of the shapes in the wild; absent when the body holds none.
JsonView FindErrorObject(JsonView body);

// An answer with an HTTP error status, or with an error object under 200.
UpstreamError ReadUpstreamError(const HttpHead& head, absl::string_view body);

// An exchange that brought no whole answer.
UpstreamError FromTransport(const HttpExchange& exchange);

// An answer of status 200 that nobody can read.
UpstreamError UnreadableAnswer(absl::string_view why);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_ERROR_H_
