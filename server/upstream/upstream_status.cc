#include "server/upstream/upstream_status.h"

#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"
#include "server/upstream/upstream_text.h"

namespace mediagen {
namespace {

using Cause = UpstreamError::Cause;

constexpr absl::Duration kOwnRetryDelay = absl::Seconds(1);

void AddUpstreamFacts(absl::Status& status, const UpstreamError& error) {
  SetErrorMetadata(status, "upstream_code", absl::StatusCodeToString(error.code));
  SetErrorMetadata(status, "upstream_message", error.message);
  SetErrorMetadata(status, "support_codes", JoinSupportCodes(error.support_codes));
}

// What holds for paid and free calls alike; OK when the cause says nothing special.
absl::Status StatusOfCause(const UpstreamError& error) {
  switch (error.cause) {
    case Cause::kCredentials:
      if (error.callers_key) {
        return MakeError(absl::StatusCode::kUnauthenticated, "UPSTREAM_CREDENTIALS",
                         "the upstream refuses the key that came with the call");
      }
      return MakeError(absl::StatusCode::kInternal, "UPSTREAM_CREDENTIALS",
                       "the upstream refuses this server's credentials");
    case Cause::kBlocked:
      return MakeError(absl::StatusCode::kInvalidArgument, "PROMPT_BLOCKED",
                       "the upstream's safety filter refuses the prompt");
    case Cause::kBilling:
      return MakeError(absl::StatusCode::kResourceExhausted, "UPSTREAM_BILLING",
                       "the upstream refuses for lack of money or quota");
    case Cause::kCorrupt:
      return MakeError(absl::StatusCode::kDataLoss, "MEDIA_CORRUPT",
                       "the upstream's file is no media");
    case Cause::kRateLimited:
    case Cause::kModelUnknown:
    case Cause::kOverloaded:
    case Cause::kOther:
      break;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status PaidCallStatus(const UpstreamError& error, bool anything_sent) {
  absl::Status status;
  if (!anything_sent) {
    status = MakeError(absl::StatusCode::kUnavailable, "UPSTREAM_UNREACHABLE",
                       "the upstream cannot be reached; nothing was sent");
    SetRetryDelay(status, RetryAfter(error, kOwnRetryDelay));
  } else if (absl::Status known = StatusOfCause(error); !known.ok()) {
    status = known;
  } else if (error.definite_rejection && error.cause == Cause::kRateLimited) {
    status = MakeError(absl::StatusCode::kResourceExhausted, "UPSTREAM_RATE_LIMITED",
                       "the upstream is at a rate or capacity limit; nothing was bought");
    SetRetryDelay(status, RetryAfter(error, kOwnRetryDelay));
  } else if (error.definite_rejection && error.cause == Cause::kModelUnknown) {
    status = MakeError(absl::StatusCode::kNotFound, "MODEL_NOT_FOUND",
                       "the upstream does not know this model");
  } else if (error.definite_rejection) {
    const bool overloaded = error.cause == Cause::kOverloaded;
    status = MakeError(error.code, overloaded ? "UPSTREAM_UNAVAILABLE" : "UPSTREAM_REJECTED",
                       "the upstream refused the request; nothing was bought");
    if (overloaded) SetRetryDelay(status, RetryAfter(error, kOwnRetryDelay));
  } else {
    status = MakeError(absl::StatusCode::kUnknown, "SUBMIT_OUTCOME_UNKNOWN",
                       "the request left, but its outcome is not known: it may have been paid");
  }
  AddUpstreamFacts(status, error);
  return status;
}

absl::Status StreamCutStatus(const absl::Status& status) {
  absl::Status cut = WithCodeAndReason(status, absl::StatusCode::kUnknown, "UPSTREAM_STREAM_CUT");
  ClearRetryDelay(cut);
  return cut;
}

absl::Status MediaCorruptStatus(int64_t media_offset) {
  absl::Status corrupt = MakeError(absl::StatusCode::kDataLoss, "MEDIA_CORRUPT",
                                   "pictures came, but none of them decodes");
  SetErrorMetadata(corrupt, "upstream_code", "INTERNAL");
  SetErrorMetadata(corrupt, "media_offset", absl::StrCat(media_offset));
  return corrupt;
}

absl::Status FreeCallStatus(const UpstreamError& error) {
  absl::Status status = StatusOfCause(error);
  if (status.ok()) {
    status = MakeError(error.code, error.transient ? "UPSTREAM_UNAVAILABLE" : "UPSTREAM_REJECTED",
                       "the upstream did not answer as hoped");
    if (error.transient) SetRetryDelay(status, RetryAfter(error, kOwnRetryDelay));
  }
  AddUpstreamFacts(status, error);
  return status;
}

absl::Duration RetryAfter(const UpstreamError& error, absl::Duration fallback) {
  return error.retry_after.value_or(fallback);
}

}  // namespace mediagen
