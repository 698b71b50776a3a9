// Chat completions with pictures, as OpenAI's dialect and its relays answer them.
#include <algorithm>
#include <utility>

#include "server/upstream/chat_event.h"

namespace mediagen {
namespace {

using Kind = ChatEventPart::Kind;
using Place = ChatEventPart::Place;

std::optional<v1::Usage> ReadUsage(JsonView usage) {
  if (!usage.IsObject()) return std::nullopt;
  v1::Usage read;
  read.set_input_tokens(usage.Get("prompt_tokens").Integer().value_or(0));
  read.set_output_tokens(usage.Get("completion_tokens").Integer().value_or(0));
  read.set_total_tokens(usage.Get("total_tokens").Integer().value_or(0));
  const JsonView input = usage.Get("prompt_tokens_details");
  const JsonView output = usage.Get("completion_tokens_details");
  read.set_input_image_tokens(input.Get("image_tokens").Integer().value_or(0));
  read.set_output_image_tokens(output.Get("image_tokens").Integer().value_or(0));
  read.set_thinking_tokens(output.Get("reasoning_tokens").Integer().value_or(0));
  return read;
}

void ReadList(JsonView list, Place place, bool with_text, ChatEvent& event) {
  for (size_t i = 0; i < list.size() && event.parts.size() < kMaxChatEventParts; ++i)
    ReadChatEventPart(list.at(i), place, static_cast<int>(i), with_text, event);
}

// `content` is a text, maybe with markdown pictures in it, or a list of parts.
void ReadContent(JsonView content, const ChatEventPart& markup, ChatEvent& event) {
  if (const std::optional<int64_t> item = content.Integer(); item.has_value()) {
    event.parts.push_back(markup);
    event.parts.back().text_item = static_cast<int>(*item);
  } else if (!content.Text().empty()) {
    event.parts.push_back(markup);
    event.parts.back().text = std::string(content.Text());
  } else {
    ReadList(content, Place::kContent, /*with_text=*/!markup.pictures_only, event);
  }
}

bool HoldText(const std::vector<ChatEventPart>& parts) {
  return std::any_of(parts.begin(), parts.end(), [](const ChatEventPart& part) {
    return part.kind == Kind::kText && !part.text.empty() && !part.thought;
  });
}

bool Hold(const std::vector<ChatEventPart>& parts, int item) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](const ChatEventPart& part) { return part.Holds(item); });
}

}  // namespace

ChatEvent ReadCompletionEvent(JsonView envelope, int open_item) {
  ChatEvent event;
  event.usage = ReadUsage(envelope.Get("usage"));
  const JsonView choice = FirstEntry(envelope.Get("choices"));
  if (!choice.exists()) return event;
  event.has_choice = true;
  event.finish_reason = std::string(choice.Get("finish_reason").Text());
  const JsonView message = choice.Get({"message", "delta"});
  ChatEvent list;
  ReadList(message.Get("multi_mod_content"), Place::kParts, /*with_text=*/true, list);
  const bool has_text = HoldText(list.parts);
  // `content` usually repeats the text of the list; if that has none it is the text, and first.
  ChatEventPart markup(Place::kContent, 0, Kind::kMarkup);
  markup.pictures_only = has_text;
  markup.undecided = !has_text && Hold(list.parts, open_item);
  ReadContent(message.Get("content"), markup, event);
  event.parts.insert(event.parts.end(), list.parts.begin(), list.parts.end());
  ReadList(message.Get("images"), Place::kImages, /*with_text=*/true, event);
  return event;
}

}  // namespace mediagen
