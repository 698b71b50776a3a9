#ifndef MEDIAGEN_SANDBOX_CHAT_ANSWER_H_
#define MEDIAGEN_SANDBOX_CHAT_ANSWER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "sandbox/body.h"
#include "sandbox/media.h"

namespace mediagen::sandbox {

// How a picture is spelled: as the sample programs read it, as the pages document it, or both in
// one part.
enum class ChatParts { kBoth, kSnakeCase, kCamelCase };

// One answer of a chat. A value.
struct ChatAnswer {
  std::string id;
  std::string model;
  std::string text;
  std::shared_ptr<const Media> picture;  // Null: none.
  ChatParts parts = ChatParts::kBoth;
  std::string finish_reason = "stop";
  int64_t prompt_tokens = 0;
  int64_t text_tokens = 0;
  int64_t picture_tokens = 0;
};

// As one chat.completion object.
Body WholeAnswer(const ChatAnswer& answer);

// As chat.completion.chunk events, the text word by word and the picture in one, with [DONE] behind
// them. With `include_usage` the usage comes in an event of its own, else in the last one.
Body StreamedAnswer(const ChatAnswer& answer, bool include_usage);

// The same in pieces, for a text that is not known at first: an event for a piece of it, and what
// comes last.
Body TextEvent(const ChatAnswer& answer, const std::string& piece, bool first);
Body LastEvents(const ChatAnswer& answer, bool include_usage);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_CHAT_ANSWER_H_
