#ifndef MEDIAGEN_CLIENT_CLI_RUN_H_
#define MEDIAGEN_CLIENT_CLI_RUN_H_

#include <string>
#include <vector>

#include "client/cli/exit_code.h"
#include "client/cli/interrupt.h"

namespace mediagen::client {

// The whole program behind main: `words` are the arguments without the program's name.
ExitCode Run(const std::vector<std::string>& words, Interrupt& interrupt);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_RUN_H_
