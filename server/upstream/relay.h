// A relay that speaks Google's Gemini dialect beside OpenAI's: what AiHubMix and its mirror share.
#ifndef MEDIAGEN_SERVER_UPSTREAM_RELAY_H_
#define MEDIAGEN_SERVER_UPSTREAM_RELAY_H_

#include "server/upstream/chat_calls.h"
#include "server/upstream/gemini_calls.h"

namespace mediagen {

// All of a relay but its name, its addresses and the variable with its key.
constexpr Dialect Relay() {
  return {
      .default_api_version = "v1beta",
      .default_image_model = "imagen-4.0-generate-001",
      .default_chat_model = "gemini-2.5-flash-image",
      .default_video_model = "veo-3.0-generate-preview",
      .model_naming = ModelNaming::kModels,
      .chat_shape = ChatShape::kChatCompletions,
      .predict = kGeminiPredict,
      .image_lines = kImageLines,
      .chat_completions = kChatCompletions,
      .chat_completions_lines = kChatCompletionsLines,
      .generate_content = kGeminiGenerateContent,
      .stream_generate_content = kGeminiStreamGenerateContent,
      .content_lines = kContentLines,
      .start_video = kGeminiStartVideo,
      .video_lines = kGeminiAllVideoLines,
      .poll_video = kGeminiPollVideo,
      .download_file = kGeminiDownloadFile,
  };
}

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_RELAY_H_
