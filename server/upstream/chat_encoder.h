// Conversations in a JSON body, in both shapes.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CHAT_ENCODER_H_
#define MEDIAGEN_SERVER_UPSTREAM_CHAT_ENCODER_H_

#include "absl/status/status.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "server/upstream/json_body.h"

namespace mediagen {

// Both move the pictures out of `spec`, and name a part that the shape has no place for with
// INVALID_ARGUMENT.

// `messages` of chat completions; the system instruction is a message in front. A single text is
// sent as a plain string, which every relay understands, unless `always_array`.
absl::Status EncodeChatMessages(v1::ChatSpec& spec, bool always_array, JsonBody& body);

// `contents` and `systemInstruction` of generateContent.
absl::Status EncodeContents(v1::ChatSpec& spec, bool reads_buckets, JsonBody& body);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CHAT_ENCODER_H_
