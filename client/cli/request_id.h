#ifndef MEDIAGEN_CLIENT_CLI_REQUEST_ID_H_
#define MEDIAGEN_CLIENT_CLI_REQUEST_ID_H_

#include <string>

namespace mediagen::client {

// A random UUID (version 4). The command line names its requests itself, so that it can say the
// name even when no answer came.
std::string MakeRequestId();

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_REQUEST_ID_H_
