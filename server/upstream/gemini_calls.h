// The calls of Google's Gemini dialect, which relays speak, too.
#ifndef MEDIAGEN_SERVER_UPSTREAM_GEMINI_CALLS_H_
#define MEDIAGEN_SERVER_UPSTREAM_GEMINI_CALLS_H_

#include "server/upstream/google_lines.h"
#include "server/upstream/interaction_calls.h"

namespace mediagen {

inline constexpr Endpoint kGeminiPredict = {"POST", Base::kGoogle, "/{version}/{model}:predict",
                                            KeyPlace::kGoogleHeader};
inline constexpr Endpoint kGeminiGenerateContent = {
    "POST", Base::kGoogle, "/{version}/{model}:generateContent", KeyPlace::kGoogleHeader};
inline constexpr Endpoint kGeminiStreamGenerateContent = {
    "POST", Base::kGoogle, "/{version}/{model}:streamGenerateContent?alt=sse",
    KeyPlace::kGoogleHeader};
inline constexpr Endpoint kGeminiStartVideo = {
    "POST", Base::kGoogle, "/{version}/{model}:predictLongRunning", KeyPlace::kGoogleHeader};
inline constexpr Endpoint kGeminiPollVideo = {"GET", Base::kGoogle, "/{version}/{name}",
                                              KeyPlace::kGoogleHeader};
inline constexpr Endpoint kGeminiDownloadFile = {
    "GET", Base::kGoogle, "/{version}/files/{id}:download?alt=media", KeyPlace::kGoogleHeader};

inline constexpr auto kGeminiAllVideoLines = Joined(kVideoLines, kGeminiVideoLines);

// All of a provider that speaks this dialect but its name, its addresses, the variable with its key
// and its models.
constexpr Dialect GeminiDialect() {
  return {
      .default_api_version = "v1beta",
      .model_naming = ModelNaming::kModels,
      .chat_shape = ChatShape::kGenerateContent,
      .predict = kGeminiPredict,
      .image_lines = kImageLines,
      .generate_content = kGeminiGenerateContent,
      .stream_generate_content = kGeminiStreamGenerateContent,
      .content_lines = kContentLines,
      .start_video = kGeminiStartVideo,
      .video_lines = kGeminiAllVideoLines,
      .poll_video = kGeminiPollVideo,
      .download_file = kGeminiDownloadFile,
      .start_interaction = kStartInteraction,
      .interaction_lines = kInteractionLines,
      .poll_interaction = kPollInteraction,
      .cancel_interaction = kCancelInteraction,
      .delete_interaction = kDeleteInteraction,
      .file_state = kFileState,
  };
}

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_GEMINI_CALLS_H_
