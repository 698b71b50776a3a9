#ifndef MEDIAGEN_CLIENT_CLI_COMMAND_HELP_H_
#define MEDIAGEN_CLIENT_CLI_COMMAND_HELP_H_

#include <string>

#include "client/cli/command.h"

namespace mediagen::client {

// What `mediagen --help` prints: the subcommands and the exit codes.
std::string GeneralHelp();
// What `mediagen COMMAND --help` prints.
std::string CommandHelp(const Command& command);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_COMMAND_HELP_H_
