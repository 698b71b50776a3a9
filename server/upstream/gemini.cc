// Google's Gemini API.
#include "server/upstream/dialects.h"
#include "server/upstream/gemini_calls.h"

namespace mediagen {
namespace {

std::string GoogleBaseUrl(absl::string_view) { return "https://generativelanguage.googleapis.com"; }

}  // namespace

const Dialect kGemini = {
    .name = "gemini",
    .google_base_url = GoogleBaseUrl,
    .default_api_version = "v1beta",
    .default_key_variable = "GEMINI_API_KEY",
    .default_image_model = "imagen-4.0-generate-001",
    .default_chat_model = "gemini-nano-banana-2.1",
    .default_video_model = "veo-3.1-generate-preview",
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
};

}  // namespace mediagen
