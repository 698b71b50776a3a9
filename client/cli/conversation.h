#ifndef MEDIAGEN_CLIENT_CLI_CONVERSATION_H_
#define MEDIAGEN_CLIENT_CLI_CONVERSATION_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/arguments.h"
#include "mediagen/v1/chat_image_service.pb.h"

namespace mediagen::client {

// Puts together what is said to the model: the conversation of --conversation, then --system (which
// only begins one), then the new message of pictures and prompt.
absl::Status AddMessages(const Arguments& arguments, v1::ChatSpec& spec);

// Writes the conversation with the model's answer back to --conversation, so that the next turn
// goes on from it. It holds the pictures and the model's signatures; all or nothing.
absl::Status SaveConversation(const std::string& path, const v1::ChatSpec& spec,
                              const v1::ChatMessage& answer);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_CONVERSATION_H_
