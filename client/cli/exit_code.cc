#include "client/cli/exit_code.h"

#include <algorithm>
#include <array>

namespace mediagen::client {
namespace {

constexpr std::array kExitCodes = {
    ExitCodeRow{ExitCode::kOk, "Done. (Items held back beside delivered ones are told on stderr.)"},
    ExitCodeRow{ExitCode::kError, "Another error, of this program, the server or the provider."},
    ExitCodeRow{ExitCode::kUsage, "The command line is wrong, or a file of it; nothing was sent."},
    ExitCodeRow{ExitCode::kInvalidRequest, "The request is refused: change it."},
    ExitCodeRow{ExitCode::kFiltered, "A safety filter blocked the prompt or every result."},
    ExitCodeRow{ExitCode::kTemporary, "Temporary: repeating the same command is safe."},
    ExitCodeRow{ExitCode::kPaid,
                "Paid, or the outcome is unknown: do not repeat blindly. If there is an operation, "
                "the command that fetches it is printed."},
    ExitCodeRow{ExitCode::kNotFound, "Model or operation not found."},
    ExitCodeRow{ExitCode::kUnreachable,
                "No connection to the server, or it is not ready; nothing "
                "was sent."},
    ExitCodeRow{ExitCode::kInterrupted, "Interrupted by Ctrl-C."},
};

constexpr std::array<absl::string_view, 2> kFilterReasons = {"PROMPT_BLOCKED", "RESULT_FILTERED"};
// A paid job of which nobody knows how it ends.
constexpr std::array<absl::string_view, 3> kOpenReasons = {
    "SUBMIT_OUTCOME_UNKNOWN", "REQUEST_ID_REUSED", "VIDEO_OUTCOME_UNKNOWN"};
constexpr std::array<absl::string_view, 8> kFinalReasons = {
    "RESULT_FILTERED",   "OPERATION_FAILED",  "OPERATION_CANCELLED", "NO_VIDEO",
    "OPERATION_EXPIRED", "OPERATION_UNKNOWN", "CANCEL_UNSUPPORTED",  "DELETE_UNSUPPORTED"};

template <size_t kSize>
bool IsOneOf(absl::string_view word, const std::array<absl::string_view, kSize>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// True when the call ended before anybody could know how it went: a broken connection, or a limit.
bool LeavesOpen(const CallError& error) {
  switch (error.code) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kDeadlineExceeded:
      return true;
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kResourceExhausted:
      // Without a reason they come from gRPC itself: a reset stream, an answer above a size limit.
      return error.reason.empty();
    default:
      return false;
  }
}

// For errors that say nothing about money.
ExitCode ByCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
    case absl::StatusCode::kUnimplemented:
      return ExitCode::kInvalidRequest;
    case absl::StatusCode::kNotFound:
      return ExitCode::kNotFound;
    default:
      return ExitCode::kError;
  }
}

}  // namespace

std::span<const ExitCodeRow> ExitCodes() { return kExitCodes; }

bool IsFinal(const CallError& error) { return IsOneOf(error.reason, kFinalReasons); }

ExitCode ClassifyFailure(const CallError& error, Progressed progressed) {
  if (error.reason == "USAGE") return ExitCode::kUsage;
  if (IsOneOf(error.reason, kFilterReasons)) return ExitCode::kFiltered;
  if (IsFinal(error)) return ByCode(error.code);
  // With an operation in hand everything that is not final can still be fetched, and repeating the
  // command would buy a second one.
  if (progressed == Progressed::kStarted) return ExitCode::kPaid;
  if (error.reason == "SERVER_UNREACHABLE" || error.reason == "NOT_SERVING") {
    return ExitCode::kUnreachable;
  }
  if (error.retry_delay) return ExitCode::kTemporary;
  if (IsOneOf(error.reason, kOpenReasons)) return ExitCode::kPaid;
  if (error.reason == "MODEL_RETIRED") return ExitCode::kNotFound;
  if (LeavesOpen(error)) {
    if (progressed == Progressed::kSent) return ExitCode::kPaid;
    if (error.code != absl::StatusCode::kUnknown) return ExitCode::kTemporary;
  }
  return ByCode(error.code);
}

}  // namespace mediagen::client
