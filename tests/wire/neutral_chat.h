// Conversations in the plain names of the cases.
#ifndef MEDIAGEN_TESTS_WIRE_NEUTRAL_CHAT_H_
#define MEDIAGEN_TESTS_WIRE_NEUTRAL_CHAT_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "rapidjson/document.h"

namespace mediagen::testing {

// Puts a list of {role, parts[]} into `spec`. `name` is the list's own, `contents` or `messages`.
// Adds to `neutral_paths` how a path that our code may name is spelled in the case.
// INVALID_ARGUMENT names what our messages have no place for.
absl::Status FillMessages(const rapidjson::Value& messages, const std::string& name,
                          v1::ChatSpec& spec, std::map<std::string, std::string>& neutral_paths);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_NEUTRAL_CHAT_H_
