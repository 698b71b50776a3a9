// A relay that speaks Google's Gemini dialect beside OpenAI's: what AiHubMix and its mirror share.
#ifndef MEDIAGEN_SERVER_UPSTREAM_RELAY_H_
#define MEDIAGEN_SERVER_UPSTREAM_RELAY_H_

#include "server/upstream/chat_calls.h"
#include "server/upstream/gemini_calls.h"

namespace mediagen {

// All of a relay but its name, its addresses and the variable with its key.
constexpr Dialect Relay() {
  Dialect table = GeminiDialect();
  table.default_image_model = "imagen-4.0-generate-001";
  table.default_chat_model = "gemini-2.5-flash-image";
  table.default_video_model = "veo-3.0-generate-preview";
  table.chat_shape = ChatShape::kChatCompletions;
  table.chat_completions = kChatCompletions;
  table.chat_completions_lines = kChatCompletionsLines;
  return table;
}

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_RELAY_H_
