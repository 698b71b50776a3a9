#ifndef MEDIAGEN_CLIENT_CLI_REQUEST_FIELDS_H_
#define MEDIAGEN_CLIENT_CLI_REQUEST_FIELDS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/cli/arguments.h"
#include "client/cli/command.h"

namespace google::protobuf {
class Message;
}

namespace mediagen::client {

// Writes every flag that was given into the field that its row names. What the values mean is the
// server's to judge; here they must only be of the field's type. Errors name the flag.
absl::Status FillRequest(const Command& command, const Arguments& arguments,
                         google::protobuf::Message& request);

// An error if `text` cannot travel in a string field. `source` names it in the message.
absl::Status CheckUtf8(absl::string_view source, absl::string_view text);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_REQUEST_FIELDS_H_
