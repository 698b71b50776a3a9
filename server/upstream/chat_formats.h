// OpenAI-style chat completions with pictures: what comes back.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CHAT_FORMATS_H_
#define MEDIAGEN_SERVER_UPSTREAM_CHAT_FORMATS_H_

#include <optional>
#include <string>
#include <vector>

#include "mediagen/v1/chat_image_service.pb.h"
#include "server/upstream/json_view.h"

namespace mediagen {

// One part of an answer, in order: text, or a picture among the media items of the answer.
class ChatAnswerPart {
 public:
  ChatAnswerPart() = default;
  std::string text;
  int media_item = -1;  // -1: a text part.
  std::string said_media_type;
};

// An answer, read. A plain value.
class ChatAnswer {
 public:
  ChatAnswer() = default;
  bool has_choice = false;
  std::vector<ChatAnswerPart> parts;
  v1::FinishReason finish_reason = v1::FINISH_REASON_UNSPECIFIED;
  std::string finish_reason_raw;
  std::optional<v1::Usage> usage;
};

ChatAnswer ReadChatAnswer(JsonView envelope);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CHAT_FORMATS_H_
