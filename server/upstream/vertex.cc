// Google's Vertex AI.
#include "absl/strings/str_cat.h"
#include "server/upstream/dialects.h"
#include "server/upstream/google_lines.h"
#include "server/upstream/interaction_calls.h"

namespace mediagen {
namespace {

constexpr auto kAllImageLines = Joined(kImageLines, kCloudImageLines);
constexpr auto kAllContentLines = Joined(kContentLines, kCloudContentLines);
constexpr auto kAllVideoLines = Joined(kVideoLines, kCloudVideoLines);
constexpr auto kAllInteractionLines = Joined(kInteractionLines, kCloudInteractionLines);

// Regions have a host each, the multi-regions another kind of it; `global`, and keys without a
// project, have one for all.
std::string GoogleBaseUrl(absl::string_view location) {
  if (location.empty() || location == "global") return "https://aiplatform.googleapis.com";
  if (location == "us" || location == "eu") {
    return absl::StrCat("https://aiplatform.", location, ".rep.googleapis.com");
  }
  return absl::StrCat("https://", location, "-aiplatform.googleapis.com");
}

constexpr Endpoint Post(absl::string_view path) {
  return {"POST", Base::kGoogle, path, KeyPlace::kGoogleHeader};
}

}  // namespace

const Dialect kVertex = {
    .name = "vertex",
    .google_base_url = GoogleBaseUrl,
    .default_api_version = "v1",
    .default_interactions_version = "v1beta1",
    .default_key_variable = "VERTEX_API_KEY",
    .default_image_model = "imagen-4.0-generate-001",
    .default_upscale_model = "imagen-4.0-upscale-preview",
    .default_chat_model = "gemini-3.1-flash-image",
    .default_video_model = "veo-3.1-generate-001",
    .model_naming = ModelNaming::kPublisher,
    .reads_buckets = true,
    .chat_shape = ChatShape::kGenerateContent,
    .predict = Post("/{version}/{model}:predict"),
    .image_lines = kAllImageLines,
    .upscale_lines = kUpscaleLines,
    .generate_content = Post("/{version}/{model}:generateContent"),
    .stream_generate_content = Post("/{version}/{model}:streamGenerateContent?alt=sse"),
    .content_lines = kAllContentLines,
    .start_video = Post("/{version}/{model}:predictLongRunning"),
    .video_lines = kAllVideoLines,
    .poll_video = Post("/{version}/{name}:fetchPredictOperation"),
    .start_interaction = kStartInteraction,
    .interaction_lines = kAllInteractionLines,
    .poll_interaction = kPollInteraction,
    .cancel_interaction = kCancelInteraction,
    .delete_interaction = kDeleteInteraction,
};

}  // namespace mediagen
