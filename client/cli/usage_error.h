#ifndef MEDIAGEN_CLIENT_CLI_USAGE_ERROR_H_
#define MEDIAGEN_CLIENT_CLI_USAGE_ERROR_H_

#include <string>

#include "client/call_error.h"

namespace mediagen::client {

// The command line, or a file that it names, is wrong: exit code 2, nothing was sent.
inline absl::Status UsageError(const std::string& message) {
  return LocalError(absl::StatusCode::kInvalidArgument, "USAGE", message);
}

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_USAGE_ERROR_H_
