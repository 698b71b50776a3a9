// From plain names and values to the fields of a message.
#ifndef MEDIAGEN_TESTS_WIRE_NEUTRAL_FIELDS_H_
#define MEDIAGEN_TESTS_WIRE_NEUTRAL_FIELDS_H_

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "rapidjson/document.h"

namespace mediagen::testing {

// Puts every member of the object `wish` into the field of `message` that has its name; a null is
// as absent. INVALID_ARGUMENT names, below `path` (empty, or `name.`), a member that has no field
// or whose value does not fit into it.
absl::Status FillFields(const rapidjson::Value& wish, const std::string& path,
                        google::protobuf::Message& message);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_NEUTRAL_FIELDS_H_
