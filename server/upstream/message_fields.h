// Messages, field by field.
#ifndef MEDIAGEN_SERVER_UPSTREAM_MESSAGE_FIELDS_H_
#define MEDIAGEN_SERVER_UPSTREAM_MESSAGE_FIELDS_H_

#include <google/protobuf/message.h>

#include <string>

#include "absl/strings/string_view.h"

namespace mediagen {

// Lays `overlay` over `base`, which is of the same type: a value that is set in it replaces the one
// there, a list that is not empty replaces the list as a whole, an entry of a map the entry with
// its key. Messages are laid over each other in the same way.
void Overlay(const google::protobuf::Message& overlay, google::protobuf::Message& base);

// Whether a message of that type has a field of that path, such as `image_config.image_size`.
bool HasPath(const google::protobuf::Descriptor& type, absl::string_view path);

// Whether the field of that path is set: present where presence is known, else neither empty nor 0.
// False where there is no such path.
bool IsSet(const google::protobuf::Message& message, absl::string_view path);

// Path of a number below 0 anywhere in the message; empty when there is none.
std::string NegativeNumber(const google::protobuf::Message& message);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_MESSAGE_FIELDS_H_
