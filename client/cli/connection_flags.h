#ifndef MEDIAGEN_CLIENT_CLI_CONNECTION_FLAGS_H_
#define MEDIAGEN_CLIENT_CLI_CONNECTION_FLAGS_H_

#include <string>

#include "absl/status/statusor.h"
#include "client/cli/arguments.h"
#include "client/connection_options.h"

namespace mediagen::client {

// What the flags and the environment say of the connection to `server` (HOST:PORT); reads the files
// that they name. An error is about the flags.
absl::StatusOr<ConnectionOptions> ReadConnectionFlags(const Arguments& arguments,
                                                      const std::string& server);

// The same flags again, for a command that is to be repeated; begins with a blank unless empty. No
// token is among them.
std::string ConnectionWords(const Arguments& arguments);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_CONNECTION_FLAGS_H_
