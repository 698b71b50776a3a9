// Native content, as Google's dialects and their relays answer it.
#include "absl/strings/match.h"
#include "server/upstream/chat_event.h"

namespace mediagen {
namespace {

// Tokens of pictures in a breakdown by modality.
int64_t ImageTokens(JsonView details) {
  int64_t tokens = 0;
  for (size_t i = 0; i < details.size(); ++i) {
    const JsonView entry = details.at(i);
    if (absl::EqualsIgnoreCase(entry.Get("modality").Text(), "IMAGE"))
      tokens += entry.Get({"tokenCount", "token_count"}).Integer().value_or(0);
  }
  return tokens;
}

std::optional<v1::Usage> ReadUsage(JsonView usage) {
  if (!usage.IsObject()) return std::nullopt;
  const auto count = [&](absl::string_view camel, absl::string_view snake) {
    return usage.Get({camel, snake}).Integer().value_or(0);
  };
  v1::Usage read;
  read.set_input_tokens(count("promptTokenCount", "prompt_token_count"));
  read.set_output_tokens(count("candidatesTokenCount", "candidates_token_count"));
  read.set_total_tokens(count("totalTokenCount", "total_token_count"));
  read.set_thinking_tokens(count("thoughtsTokenCount", "thoughts_token_count"));
  read.set_input_image_tokens(
      ImageTokens(usage.Get({"promptTokensDetails", "prompt_tokens_details"})));
  read.set_output_image_tokens(
      ImageTokens(usage.Get({"candidatesTokensDetails", "candidates_tokens_details"})));
  return read;
}

// Adds one part, with its signature on the last piece of it.
void ReadPart(JsonView entry, int position, ChatEvent& event) {
  using Part = ChatEventPart;
  const size_t before = event.parts.size();
  ReadChatEventPart(entry, Part::Place::kParts, position, /*with_text=*/true, event);
  const JsonView signature = entry.Get({"thoughtSignature", "thought_signature"});
  if (signature.Text().empty()) return;
  // One that comes alone goes back alone, too.
  if (event.parts.size() == before) {
    event.parts.emplace_back(Part::Place::kParts, position, Part::Kind::kText);
    event.parts.back().thought = entry.Get("thought").IsTrue();
  }
  event.parts.back().thought_signature = std::string(signature.Text());
}

}  // namespace

ChatEvent ReadContentEvent(JsonView envelope) {
  ChatEvent event;
  event.usage = ReadUsage(envelope.Get({"usageMetadata", "usage_metadata"}));
  const JsonView feedback = envelope.Get({"promptFeedback", "prompt_feedback"});
  event.block_reason = std::string(feedback.Get({"blockReason", "block_reason"}).Text());
  event.explanation =
      std::string(feedback.Get({"blockReasonMessage", "block_reason_message"}).Text());
  const JsonView candidate = FirstEntry(envelope.Get("candidates"));
  if (!candidate.exists()) return event;
  event.has_choice = true;
  event.finish_reason = std::string(candidate.Get({"finishReason", "finish_reason"}).Text());
  const JsonView message = candidate.Get({"finishMessage", "finish_message"});
  if (event.explanation.empty()) event.explanation = std::string(message.Text());
  const JsonView parts = candidate.Get("content").Get("parts");
  for (size_t i = 0; i < parts.size() && event.parts.size() < kMaxChatEventParts; ++i) {
    ReadPart(parts.at(i), static_cast<int>(i), event);
  }
  return event;
}

}  // namespace mediagen
