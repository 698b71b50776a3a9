#include "server/upstream/upstream_code.h"

#include "absl/strings/match.h"

namespace mediagen {
namespace {

struct StatusName {
  absl::string_view name;
  absl::StatusCode code;
};
constexpr StatusName kGoogleStatuses[] = {
    {"CANCELLED", absl::StatusCode::kCancelled},
    {"UNKNOWN", absl::StatusCode::kUnknown},
    {"INVALID_ARGUMENT", absl::StatusCode::kInvalidArgument},
    {"DEADLINE_EXCEEDED", absl::StatusCode::kDeadlineExceeded},
    {"NOT_FOUND", absl::StatusCode::kNotFound},
    {"ALREADY_EXISTS", absl::StatusCode::kAlreadyExists},
    {"PERMISSION_DENIED", absl::StatusCode::kPermissionDenied},
    {"RESOURCE_EXHAUSTED", absl::StatusCode::kResourceExhausted},
    {"FAILED_PRECONDITION", absl::StatusCode::kFailedPrecondition},
    {"ABORTED", absl::StatusCode::kAborted},
    {"OUT_OF_RANGE", absl::StatusCode::kOutOfRange},
    {"UNIMPLEMENTED", absl::StatusCode::kUnimplemented},
    {"INTERNAL", absl::StatusCode::kInternal},
    {"UNAVAILABLE", absl::StatusCode::kUnavailable},
    {"DATA_LOSS", absl::StatusCode::kDataLoss},
    {"UNAUTHENTICATED", absl::StatusCode::kUnauthenticated},
};

// What interactions say in place of a status.
constexpr StatusName kErrorWords[] = {
    {"invalid_request", absl::StatusCode::kInvalidArgument},
    {"too_many_requests", absl::StatusCode::kResourceExhausted},
    {"gateway_timeout", absl::StatusCode::kDeadlineExceeded},
    {"internal_error", absl::StatusCode::kInternal},
};

}  // namespace

std::optional<absl::StatusCode> CodeOfGoogleStatus(absl::string_view name) {
  for (const StatusName& row : kGoogleStatuses) {
    if (absl::EqualsIgnoreCase(row.name, name)) return row.code;
  }
  return std::nullopt;
}

std::optional<absl::StatusCode> CodeOfErrorWord(absl::string_view word) {
  for (const StatusName& row : kErrorWords) {
    if (absl::EqualsIgnoreCase(row.name, word)) return row.code;
  }
  return CodeOfGoogleStatus(word);  // `not_found` is one of them.
}

absl::StatusCode CodeOfHttpStatus(int status) {
  switch (status) {
    case 400:
    case 413:
    case 422:
      return absl::StatusCode::kInvalidArgument;
    case 401:
      return absl::StatusCode::kUnauthenticated;
    case 402:
    case 429:
      return absl::StatusCode::kResourceExhausted;
    case 403:
      return absl::StatusCode::kPermissionDenied;
    case 404:
      return absl::StatusCode::kNotFound;
    case 408:
    case 504:
    case 524:
      return absl::StatusCode::kDeadlineExceeded;
    case 501:
      return absl::StatusCode::kUnimplemented;
    default:
      break;
  }
  if (status >= 400 && status < 500) return absl::StatusCode::kFailedPrecondition;
  if (status > 500) return absl::StatusCode::kUnavailable;
  return absl::StatusCode::kInternal;  // 500, and what should not be an error at all.
}

}  // namespace mediagen
