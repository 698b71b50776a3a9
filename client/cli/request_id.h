#pragma once

#include <string>

namespace mediagen::client {

// A random UUID (version 4). The command line names its requests itself, so that it can say the
// name even when no answer came.
std::string MakeRequestId();

}  // namespace mediagen::client
