#ifndef MEDIAGEN_CLIENT_CLI_FIELD_VALUES_H_
#define MEDIAGEN_CLIENT_CLI_FIELD_VALUES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace google::protobuf {
class FieldDescriptor;
class Message;
}  // namespace google::protobuf

namespace mediagen::client {

// Sets one field of a number, text or truth value; adds to a repeated one. `text` is what was
// written behind `flag`. An error names the flag.
absl::Status SetScalar(google::protobuf::Message& message,
                       const google::protobuf::FieldDescriptor& field, absl::string_view flag,
                       const std::string& text);

// The same for a field that is a message of its own: media from FILE|URL, references from
// FILE|URL[:TYPE], safety settings and labels from KEY=VALUE. Reads the files.
absl::Status SetMessage(google::protobuf::Message& message,
                        const google::protobuf::FieldDescriptor& field, absl::string_view flag,
                        const std::string& text);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_FIELD_VALUES_H_
