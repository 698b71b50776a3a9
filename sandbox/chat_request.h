#ifndef MEDIAGEN_SANDBOX_CHAT_REQUEST_H_
#define MEDIAGEN_SANDBOX_CHAT_REQUEST_H_

#include <rapidjson/document.h>

#include <string>

#include "absl/status/statusor.h"
#include "sandbox/input_picture.h"

namespace mediagen::sandbox {

// What a chat completion asks for. A value.
struct ChatRequest {
  std::string instruction;  // The text of the last user message.
  InputBytes picture;       // The last picture in the messages.
  int pictures = 0;         // How many there are in all.
  bool wants_picture = false;
  std::string aspect_ratio;  // As the clients of such relays write it, in one of three places; may
                             // be empty.
  bool stream = false;
  bool include_usage = false;
};

// INVALID_ARGUMENT with the upstream's words when it is not such a request.
absl::StatusOr<ChatRequest> ReadChatRequest(const rapidjson::Document& request);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_CHAT_REQUEST_H_
