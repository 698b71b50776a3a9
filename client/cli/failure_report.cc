#include "client/cli/failure_report.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace mediagen::client {
namespace {

void AddRow(absl::string_view name, absl::string_view value, std::string& text) {
  if (value.empty()) return;
  absl::StrAppendFormat(&text, "  %-12s %s\n", name, value);
}

absl::string_view Headline(ExitCode code) {
  switch (code) {
    case ExitCode::kUsage:
      return "";
    case ExitCode::kInvalidRequest:
      return "the request is refused: ";
    case ExitCode::kFiltered:
      return "held back by a safety filter: ";
    case ExitCode::kTemporary:
      return "temporary failure: ";
    case ExitCode::kPaid:
      return "not finished: ";
    case ExitCode::kNotFound:
      return "not found: ";
    case ExitCode::kUnreachable:
      return "server unreachable: ";
    default:
      return "failed: ";
  }
}

std::string Upstream(const CallError& error) {
  const absl::string_view code = error.Metadata("upstream_code");
  const absl::string_view message = error.Metadata("upstream_message");
  return absl::StrCat(code, code.empty() || message.empty() ? "" : ": ", message);
}

// What to do about it, where the error itself does not say.
std::string Advice(const CallError& error, const Command& command, ExitCode code,
                   const CommandResult& result) {
  if (code == ExitCode::kUsage) {
    return absl::StrCat("Try 'mediagen ", command.name, " --help'.\n");
  }
  if (error.reason == "SERVER_UNREACHABLE") {
    return "  Is the server running there? --server or MEDIAGEN_SERVER names another one.\n";
  }
  if (code == ExitCode::kTemporary) {
    const absl::Duration delay = error.retry_delay.value_or(absl::ZeroDuration());
    const std::string after =
        delay > absl::ZeroDuration() ? absl::StrCat(" after ", absl::FormatDuration(delay)) : "";
    return absl::StrCat("  Repeating is safe", after, ".\n");
  }
  if (code != ExitCode::kPaid || !result.resume_command().empty()) return "";
  if (error.reason == "REQUEST_ID_REUSED") {
    return "  The first request of this id may have been paid. Another --request-id pays anew.\n";
  }
  return absl::StrCat("  It may have been paid: do not repeat it blindly. With --request-id ",
                      result.request_id(),
                      "\n  the server refuses to pay again for as long as it remembers.\n");
}

}  // namespace

std::string FailureText(const CallError& error, const Command& command, Progressed progressed,
                        const CommandResult& result) {
  const ExitCode code = ClassifyFailure(error, progressed);
  const std::string message =
      error.message.empty() ? absl::StatusCodeToString(error.code) : error.message;
  // The server's sentence is often the one fault that the lines below tell with its flag.
  const bool repeated = error.field_violations.size() == 1 &&
                        absl::StrContains(message, error.field_violations[0].description);
  std::string text = absl::StrCat("mediagen ", command.name, ": ", Headline(code),
                                  repeated ? "see below" : message, "\n");
  for (const FieldViolation& violation : error.field_violations) {
    const absl::string_view flag = FlagOfField(command, violation.field);
    absl::StrAppend(&text, "  ", flag, flag.empty() ? "" : " (", violation.field,
                    flag.empty() ? "" : ")", ": ", violation.description, "\n");
  }
  if (code != ExitCode::kUsage) {
    AddRow("code", absl::StatusCodeToString(error.code), text);
    AddRow("reason", error.reason, text);
    AddRow("upstream", Upstream(error), text);
    AddRow("successor", error.Metadata("replacement"), text);
    AddRow("task", error.Metadata("task_id"), text);
    AddRow("page", error.Metadata("progress_page"), text);
    AddRow("state page", error.Metadata("source_page"), text);
    const absl::string_view request_id = error.Metadata("request_id");
    AddRow("request id", request_id.empty() ? result.request_id() : request_id, text);
  }
  absl::StrAppend(&text, Advice(error, command, code, result));
  if (!result.resume_command().empty() && !IsFinal(error)) {
    absl::StrAppend(&text,
                    error.reason == "VIDEO_OUTCOME_UNKNOWN"
                        ? "  It is paid; if it still comes, this fetches it:\n  "
                        : "  The video is paid; this fetches it:\n  ",
                    result.resume_command(), "\n");
  }
  return text;
}

std::string InterruptedText(const Command& command, Progressed progressed,
                            const CommandResult& result) {
  std::string text = absl::StrCat("mediagen ", command.name, ": interrupted.\n");
  if (!result.resume_command().empty()) {
    absl::StrAppend(&text, "  The operation goes on",
                    progressed == Progressed::kStarted ? " and is already paid" : "",
                    "; this fetches it:\n  ", result.resume_command(), "\n");
  } else if (progressed == Progressed::kSent && command.name == "video") {
    absl::StrAppend(&text,
                    "  The server may be finishing the start, which is then paid. The same command "
                    "with\n  --request-id ",
                    result.request_id(),
                    " answers REQUEST_ID_REUSED and tells how to fetch the video.\n");
  } else if (progressed == Progressed::kSent) {
    absl::StrAppend(&text, "  The provider may bill it all the same. Request id ",
                    result.request_id(), ".\n");
  } else if (result.turns_size() > 0) {
    absl::StrAppend(&text, "  No turn was under way.\n");
  } else {
    absl::StrAppend(&text, "  Nothing was sent that costs money.\n");
  }
  return text;
}

void FillFailure(const CallError& error, const Command& command, CommandResult& result) {
  Failure& failure = *result.mutable_error();
  failure.set_code(std::string(absl::StatusCodeToString(error.code)));
  failure.set_message(error.message);
  failure.set_reason(error.reason);
  failure.mutable_metadata()->insert(error.metadata.begin(), error.metadata.end());
  for (const FieldViolation& violation : error.field_violations) {
    Failure::FieldViolation& added = *failure.add_field_violations();
    added.set_field(violation.field);
    added.set_flag(std::string(FlagOfField(command, violation.field)));
    added.set_description(violation.description);
  }
  if (!error.retry_delay) return;
  const absl::Duration whole = absl::Floor(*error.retry_delay, absl::Seconds(1));
  failure.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(whole));
  failure.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(*error.retry_delay - whole)));
}

}  // namespace mediagen::client
