#ifndef MEDIAGEN_CLIENT_CLI_CONVERSATION_FILE_H_
#define MEDIAGEN_CLIENT_CLI_CONVERSATION_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/arguments.h"
#include "mediagen/v1/chat_image_service.pb.h"

namespace mediagen::client {

// Begins `spec` with what was said before: the conversation of --conversation, or --system, which
// only begins one.
absl::Status AddEarlierMessages(const Arguments& arguments, v1::ChatSpec& spec);

// Adds the pictures of --image to a message of the user.
absl::Status AddPictures(const Arguments& arguments,
                         google::protobuf::RepeatedPtrField<v1::ChatPart>& parts);

// Writes the messages of `spec` to --conversation, so that the next turn goes on from there. It
// holds the pictures and the model's signatures; all or nothing.
absl::Status SaveConversation(const std::string& path, const v1::ChatSpec& spec);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_CONVERSATION_FILE_H_
