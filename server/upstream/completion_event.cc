// Chat completions with pictures, as OpenAI's dialect and its relays answer them.
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
  for (size_t i = 0; i < list.size(); ++i)
    ReadChatEventPart(list.at(i), place, static_cast<int>(i), with_text, event);
}

// `content` is a text, maybe with markdown pictures in it, or a list of parts.
void ReadContent(JsonView content, bool with_text, ChatEvent& event) {
  ChatEventPart markup(Place::kContent, 0, Kind::kMarkup);
  markup.pictures_only = !with_text;
  if (const std::optional<int64_t> item = content.Integer(); item.has_value()) {
    markup.text_item = static_cast<int>(*item);
    event.parts.push_back(std::move(markup));
  } else if (!content.Text().empty()) {
    markup.text = std::string(content.Text());
    event.parts.push_back(std::move(markup));
  } else {
    ReadList(content, Place::kContent, with_text, event);
  }
}

}  // namespace

ChatEvent ReadCompletionEvent(JsonView envelope, bool whole) {
  ChatEvent event;
  event.usage = ReadUsage(envelope.Get("usage"));
  const JsonView choice = FirstEntry(envelope.Get("choices"));
  if (!choice.exists()) return event;
  event.has_choice = true;
  event.finish_reason = std::string(choice.Get("finish_reason").Text());
  const JsonView message = choice.Get({"message", "delta"});
  const JsonView parts = message.Get("multi_mod_content");
  bool has_text = false;
  for (size_t i = 0; i < parts.size(); ++i) has_text |= !parts.at(i).Get("text").Text().empty();
  // `content` usually repeats the text parts; where there are none it is the text, and comes first.
  if (whole || parts.size() == 0 || has_text)
    ReadContent(message.Get("content"), /*with_text=*/!has_text, event);
  ReadList(parts, Place::kParts, /*with_text=*/true, event);
  ReadList(message.Get("images"), Place::kImages, /*with_text=*/true, event);
  return event;
}

}  // namespace mediagen
