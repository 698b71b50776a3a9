#ifndef MEDIAGEN_CLIENT_CLI_INTERACTIVE_CHAT_H_
#define MEDIAGEN_CLIENT_CLI_INTERACTIVE_CHAT_H_

#include "absl/status/status.h"
#include "client/cli/session.h"

namespace mediagen::client {

// `chat --interactive`: holds a conversation, one turn for each line of stdin. The status is that
// of the last turn.
absl::Status RunInteractiveChat(Session& session);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_INTERACTIVE_CHAT_H_
