#ifndef MEDIAGEN_CLIENT_CLI_EXIT_CODE_H_
#define MEDIAGEN_CLIENT_CLI_EXIT_CODE_H_

#include <span>

#include "absl/strings/string_view.h"
#include "client/call_error.h"

namespace mediagen::client {

// What the process exits with, so that scripts know what to do next.
enum class ExitCode {
  kOk = 0,
  kError = 1,
  kUsage = 2,
  kInvalidRequest = 3,
  kFiltered = 4,
  kTemporary = 5,
  kPaid = 6,
  kNotFound = 7,
  kUnreachable = 8,
  kInterrupted = 130,
};

struct ExitCodeRow {
  ExitCode code;
  absl::string_view meaning;
};

// All codes with one sentence each, for the help.
std::span<const ExitCodeRow> ExitCodes();

// How far a command had come when it failed.
enum class Progressed {
  kFree,     // Nothing that this command does costs money.
  kSent,     // A paid request may have left.
  kStarted,  // An operation of this command is paid and can be fetched.
};

ExitCode ClassifyFailure(const CallError& error, Progressed progressed);

// True when the error says that the job itself is over: there is nothing left to fetch.
bool IsFinal(const CallError& error);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_EXIT_CODE_H_
