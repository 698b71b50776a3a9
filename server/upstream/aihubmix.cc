// AiHubMix: a relay that speaks Google's Gemini dialect for Imagen and Veo, and OpenAI-style chat
// for pictures.
#include "server/upstream/dialects.h"

namespace mediagen {
namespace {

constexpr ParameterLine kImageLines[] = {
    {"prompt", "instances[0].prompt"},
    {"number_of_images", "parameters.sampleCount"},
    {"aspect_ratio", "parameters.aspectRatio"},
    {"person_generation", "parameters.personGeneration"},
};

constexpr ParameterLine kChatLines[] = {
    {"temperature", "temperature"},
};

constexpr ParameterLine kVideoLines[] = {
    {"prompt", "instances[0].prompt"},
    {"image", "instances[0].image", Encoding::kMedia},
    {"number_of_videos", "parameters.sampleCount"},
    {"duration_seconds", "parameters.durationSeconds"},
    {"aspect_ratio", "parameters.aspectRatio"},
    {"person_generation", "parameters.personGeneration"},
};

}  // namespace

const Dialect kAihubmix = {
    .name = "aihubmix",
    .default_gemini_base_url = "https://aihubmix.com/gemini",
    .default_chat_base_url = "https://aihubmix.com/v1",
    .default_api_version = "v1beta",
    .default_key_variable = "AIHUBMIX_API_KEY",
    .default_image_model = "imagen-4.0-generate-001",
    .default_chat_model = "gemini-2.5-flash-image",
    .default_video_model = "veo-3.0-generate-preview",
    .generate_images = {"POST", Base::kGemini, "/{version}/{model}:predict",
                        KeyPlace::kGoogleHeader},
    .image_lines = kImageLines,
    .chat = {"POST", Base::kChat, "/chat/completions", KeyPlace::kBearer},
    .chat_lines = kChatLines,
    .start_video = {"POST", Base::kGemini, "/{version}/{model}:predictLongRunning",
                    KeyPlace::kGoogleHeader},
    .video_lines = kVideoLines,
    .poll_video = {"GET", Base::kGemini, "/{version}/{name}", KeyPlace::kGoogleHeader},
};

}  // namespace mediagen
