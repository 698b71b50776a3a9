#ifndef MEDIAGEN_CLIENT_CLI_FAILURE_REPORT_H_
#define MEDIAGEN_CLIENT_CLI_FAILURE_REPORT_H_

#include <string>

#include "client/call_error.h"
#include "client/cli/command.h"
#include "client/cli/exit_code.h"
#include "client/record.pb.h"

namespace mediagen::client {

// What a person needs after a failure: what happened, which flag to change, what upstream said,
// whether repeating is safe, and how to get what was paid. Several lines.
std::string FailureText(const CallError& error, const Command& command, Progressed progressed,
                        const CommandResult& result);

// The same after Ctrl-C.
std::string InterruptedText(const Command& command, Progressed progressed,
                            const CommandResult& result);

// The same for programs.
void FillFailure(const CallError& error, const Command& command, CommandResult& result);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_FAILURE_REPORT_H_
