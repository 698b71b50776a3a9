// Statuses with google.rpc details: how every error of this server is made.
#ifndef MEDIAGEN_SERVER_UPSTREAM_ERROR_DETAILS_H_
#define MEDIAGEN_SERVER_UPSTREAM_ERROR_DETAILS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"

namespace mediagen {

// The payloads of a Status are the details of its google.rpc.Status: type URL -> serialized
// message.

// An error with ErrorInfo{reason, domain "mediagen"}.
absl::Status MakeError(absl::StatusCode code, absl::string_view reason, absl::string_view message);

// INVALID_ARGUMENT `INVALID_REQUEST` with a BadRequest. `field` is the path from the request
// message on.
absl::Status InvalidField(absl::string_view field, absl::string_view description);
// The same with a reason of its own.
absl::Status InvalidField(absl::string_view field, absl::string_view reason,
                          absl::string_view description);

// RESOURCE_EXHAUSTED with a QuotaFailure, before anything was sent. `subject` is whose limit it is;
// without `retry` there is no use in waiting.
absl::Status QuotaExceeded(absl::string_view reason, absl::string_view subject,
                           absl::string_view description, std::optional<absl::Duration> retry);

// RESOURCE_EXHAUSTED `OVERLOADED`: the process holds all it may for its callers. With a RetryInfo.
absl::Status Overloaded();

// Adds to ErrorInfo.metadata; makes an ErrorInfo with the code's name as reason where there is
// none. Empty values are left out.
void SetErrorMetadata(absl::Status& status, absl::string_view key, absl::string_view value);

// Says that repeating is safe, after `delay`.
void SetRetryDelay(absl::Status& status, absl::Duration delay);
void ClearRetryDelay(absl::Status& status);
std::optional<absl::Duration> RetryDelay(const absl::Status& status);

// Reason and metadata of a status; a default one for a status made without.
google::rpc::ErrorInfo ErrorInfoOf(const absl::Status& status);

// `status` with another code and reason, the other details kept.
absl::Status WithCodeAndReason(const absl::Status& status, absl::StatusCode code,
                               absl::string_view reason);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_ERROR_DETAILS_H_
