#include "server/upstream/interaction_failure.h"

#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"
#include "server/upstream/upstream_code.h"
#include "server/upstream/upstream_status.h"
#include "server/upstream/upstream_text.h"

namespace mediagen {
namespace {

constexpr int64_t kFirstHttpStatus = 100;

// A code in any of its spellings: one of this surface's words, the name or number of a
// google.rpc.Code, an HTTP status.
std::optional<absl::StatusCode> ReadCode(JsonView code) {
  if (!code.Text().empty()) {
    return CodeOfErrorWord(code.Text()).value_or(absl::StatusCode::kInternal);
  }
  const std::optional<int64_t> number = code.Integer();
  if (!number.has_value() || *number <= 0) return std::nullopt;
  if (*number >= kFirstHttpStatus) return CodeOfHttpStatus(static_cast<int>(*number % 1000));
  if (*number <= 16) return static_cast<absl::StatusCode>(*number);
  return absl::StatusCode::kUnknown;
}

// Why a job failed, as far as it says. A plain value.
class Reason {
 public:
  Reason() = default;
  void Take(JsonView error) {
    if (!code.has_value()) code = ReadCode(error.Get("code"));
    if (!code.has_value()) code = ReadCode(error.Get("status"));
    const absl::string_view said = error.IsObject() ? error.Get("message").Text() : error.Text();
    if (!said.empty()) absl::StrAppend(&text, text.empty() ? "" : " ", said);
  }
  std::optional<absl::StatusCode> code;  // The first one.
  std::string text;
};

Reason ReadReason(JsonView envelope) {
  Reason reason;
  const JsonView errors = envelope.Get("errors");
  for (size_t i = 0; i < errors.size(); ++i) reason.Take(errors.at(i));
  reason.Take(envelope.Get("error"));
  const JsonView steps = envelope.Get("steps");
  for (size_t i = 0; i < steps.size(); ++i) reason.Take(steps.at(i).Get("error"));
  return reason;
}

absl::Status WithFacts(absl::Status status, absl::StatusCode upstream_code, absl::string_view word,
                       absl::string_view text) {
  SetErrorMetadata(status, "upstream_code", absl::StatusCodeToString(upstream_code));
  SetErrorMetadata(status, "upstream_status", word);
  SetErrorMetadata(status, "upstream_message", ScrubUpstreamText(text));
  SetErrorMetadata(status, "support_codes", JoinSupportCodes(SupportCodesIn(text)));
  return status;
}

}  // namespace

absl::Status FilteredInteraction(absl::string_view text) {
  return WithFacts(MakeError(absl::StatusCode::kFailedPrecondition, "RESULT_FILTERED",
                             "the upstream completed the job without a video and gave no reason: "
                             "mostly its safety filter held it back"),
                   absl::StatusCode::kFailedPrecondition, "completed", text);
}

absl::Status FailedInteraction(JsonView envelope) {
  const Reason reason = ReadReason(envelope);
  absl::StatusCode upstream_code = reason.code.value_or(absl::StatusCode::kInternal);
  if (!SupportCodesIn(reason.text).empty()) {
    upstream_code = absl::StatusCode::kInvalidArgument;
    return WithFacts(MakeError(upstream_code, "PROMPT_BLOCKED",
                               "the upstream's safety filter refuses the prompt"),
                     upstream_code, "failed", reason.text);
  }
  // These codes invite every retry layer to buy again; the job is over, and so is this call.
  const bool invites_repeat = upstream_code == absl::StatusCode::kResourceExhausted ||
                              upstream_code == absl::StatusCode::kUnavailable;
  return WithFacts(MakeError(invites_repeat ? absl::StatusCode::kAborted : upstream_code,
                             "OPERATION_FAILED", "the upstream says that the job has failed"),
                   upstream_code, "failed", reason.text);
}

absl::Status CancelledInteraction() {
  return WithFacts(
      MakeError(absl::StatusCode::kCancelled, "OPERATION_CANCELLED", "the job was cancelled"),
      absl::StatusCode::kCancelled, "cancelled", "");
}

absl::Status EndedEarly(absl::string_view word) {
  return WithFacts(MakeError(absl::StatusCode::kAborted, "OPERATION_FAILED",
                             absl::StrCat("the upstream ended the job early: ", word)),
                   absl::StatusCode::kAborted, word, "");
}

absl::Status NotFoundStart(const UpstreamError& error, absl::string_view model, bool builds_upon) {
  const std::string text = absl::AsciiStrToLower(error.message);
  const bool names_model =
      absl::StrContains(text, "model") || absl::StrContains(text, absl::AsciiStrToLower(model));
  UpstreamError not_found = error;
  not_found.code = absl::StatusCode::kNotFound;
  not_found.cause = UpstreamError::Cause::kModelUnknown;
  absl::Status status = PaidCallStatus(not_found, /*anything_sent=*/true);
  if (!builds_upon || names_model) return status;
  status =
      MakeError(absl::StatusCode::kNotFound, "OPERATION_EXPIRED",
                "spec.previous_operation: the upstream no longer knows it; nothing was bought");
  SetErrorMetadata(status, "upstream_code", "NOT_FOUND");
  SetErrorMetadata(status, "upstream_message", error.message);
  return status;
}

}  // namespace mediagen
