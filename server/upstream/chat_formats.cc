#include "server/upstream/chat_formats.h"

#include <utility>

#include "absl/strings/match.h"

namespace mediagen {
namespace {

v1::FinishReason FinishReasonOf(absl::string_view raw) {
  if (raw.empty()) return v1::FINISH_REASON_UNSPECIFIED;
  if (absl::EqualsIgnoreCase(raw, "stop")) return v1::FINISH_REASON_STOP;
  if (absl::EqualsIgnoreCase(raw, "length") || absl::EqualsIgnoreCase(raw, "max_tokens")) {
    return v1::FINISH_REASON_MAX_TOKENS;
  }
  if (absl::EqualsIgnoreCase(raw, "content_filter")) return v1::FINISH_REASON_FILTERED;
  return v1::FINISH_REASON_OTHER;
}

void AddText(ChatAnswer& answer, absl::string_view text) {
  if (text.empty()) return;
  ChatAnswerPart part;
  part.text = std::string(text);
  answer.parts.push_back(std::move(part));
}

// A part may hold a picture, a text (often an empty one beside the picture), or both. Either
// spelling counts; a picture that stands in both is one picture.
void ReadMultiModPart(JsonView part, ChatAnswer& answer) {
  for (absl::string_view spelling : {"inlineData", "inline_data"}) {
    const JsonView inline_data = part.Get(spelling);
    const std::optional<int64_t> item = inline_data.Get("data").Integer();
    if (!item.has_value()) continue;
    ChatAnswerPart picture;
    picture.media_item = static_cast<int>(*item);
    picture.said_media_type = std::string(inline_data.Get({"mimeType", "mime_type"}).Text());
    answer.parts.push_back(std::move(picture));
    break;
  }
  AddText(answer, part.Get("text").Text());
}

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

}  // namespace

ChatAnswer ReadChatAnswer(JsonView envelope) {
  ChatAnswer answer;
  answer.usage = ReadUsage(envelope.Get("usage"));
  const JsonView choices = envelope.Get("choices");
  JsonView choice;  // The first that is there.
  for (size_t i = 0; i < choices.size() && !choice.exists(); ++i) choice = choices.at(i);
  if (!choice.exists()) return answer;
  answer.has_choice = true;
  answer.finish_reason_raw = std::string(choice.Get("finish_reason").Text());
  answer.finish_reason = FinishReasonOf(answer.finish_reason_raw);
  const JsonView message = choice.Get("message");
  const JsonView parts = message.Get("multi_mod_content");
  bool has_text = false;
  for (size_t i = 0; i < parts.size(); ++i) has_text |= !parts.at(i).Get("text").Text().empty();
  // `content` usually repeats the text parts; where there are none it is the text, and comes first.
  if (!has_text) AddText(answer, message.Get("content").Text());
  for (size_t i = 0; i < parts.size(); ++i) ReadMultiModPart(parts.at(i), answer);
  return answer;
}

}  // namespace mediagen
