#pragma once

#include <string>

#include "client/cli/command.h"

namespace mediagen::client {

// What `mediagen --help` prints: the subcommands and the exit codes.
std::string GeneralHelp();
// What `mediagen COMMAND --help` prints.
std::string CommandHelp(const Command& command);

}  // namespace mediagen::client
