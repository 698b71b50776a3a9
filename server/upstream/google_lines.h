// The parameters of Google's image and video models: what its two dialects share, and what only one
// of them takes.
#ifndef MEDIAGEN_SERVER_UPSTREAM_GOOGLE_LINES_H_
#define MEDIAGEN_SERVER_UPSTREAM_GOOGLE_LINES_H_

#include <algorithm>
#include <array>

#include "server/upstream/dialect.h"

namespace mediagen {

// The lines of both lists.
template <size_t kFirst, size_t kSecond>
constexpr std::array<ParameterLine, kFirst + kSecond> Joined(
    const std::array<ParameterLine, kFirst>& first,
    const std::array<ParameterLine, kSecond>& second) {
  std::array<ParameterLine, kFirst + kSecond> all{};
  std::copy(first.begin(), first.end(), all.begin());
  std::copy(second.begin(), second.end(), all.begin() + kFirst);
  return all;
}

inline constexpr auto kImageLines = std::to_array<ParameterLine>({
    {"prompt", "instances[0].prompt"},
    {"number_of_images", "parameters.sampleCount"},
    {"aspect_ratio", "parameters.aspectRatio"},
    {"person_generation", "parameters.personGeneration"},
    {"safety_filter_level", "parameters.safetySetting"},
    {"guidance_scale", "parameters.guidanceScale"},
    {"language", "parameters.language"},
    {"include_rai_reason", "parameters.includeRaiReason"},
    {"include_safety_attributes", "parameters.includeSafetyAttributes"},
    {"output_mime_type", "parameters.outputOptions.mimeType"},
    {"output_compression_quality", "parameters.outputOptions.compressionQuality"},
    {"image_size", "parameters.sampleImageSize"},
});

// What Google's cloud takes beside them.
inline constexpr auto kCloudImageLines = std::to_array<ParameterLine>({
    {"negative_prompt", "parameters.negativePrompt"},
    {"seed", "parameters.seed"},
    {"enhance_prompt", "parameters.enhancePrompt"},
    {"add_watermark", "parameters.addWatermark"},
    {"output_gcs_uri", "parameters.storageUri"},
    {"sample_image_style", "parameters.sampleImageStyle"},
    {"labels", "labels"},
});

inline constexpr auto kUpscaleLines = std::to_array<ParameterLine>({
    {"image", "instances[0].image", Encoding::kMedia},
    {"upscale_factor", "parameters.upscaleConfig.upscaleFactor"},
    {"enhance_input_image", "parameters.upscaleConfig.enhanceInputImage"},
    {"image_preservation_factor", "parameters.upscaleConfig.imagePreservationFactor"},
    {"output_mime_type", "parameters.outputOptions.mimeType"},
    {"output_compression_quality", "parameters.outputOptions.compressionQuality"},
    {"output_gcs_uri", "parameters.storageUri"},
    {"include_rai_reason", "parameters.includeRaiReason"},
    {"safety_filter_level", "parameters.safetySetting"},
    {"person_generation", "parameters.personGeneration"},
    {"labels", "labels"},
});

inline constexpr auto kContentLines = std::to_array<ParameterLine>({
    {"modalities", "generationConfig.responseModalities", Encoding::kUpperWords},
    {"temperature", "generationConfig.temperature"},
    {"top_p", "generationConfig.topP"},
    {"top_k", "generationConfig.topK"},
    {"max_output_tokens", "generationConfig.maxOutputTokens"},
    {"stop_sequences", "generationConfig.stopSequences"},
    {"seed", "generationConfig.seed"},
    {"image_config.aspect_ratio", "generationConfig.imageConfig.aspectRatio"},
    {"image_config.image_size", "generationConfig.imageConfig.imageSize"},
    {"safety_settings", "safetySettings", Encoding::kSafetySettings},
});

inline constexpr auto kCloudContentLines = std::to_array<ParameterLine>({
    {"image_config.person_generation", "generationConfig.imageConfig.personGeneration"},
    {"image_config.output_mime_type", "generationConfig.imageConfig.imageOutputOptions.mimeType"},
    {"image_config.output_compression_quality",
     "generationConfig.imageConfig.imageOutputOptions.compressionQuality"},
});

inline constexpr auto kVideoLines = std::to_array<ParameterLine>({
    {"prompt", "instances[0].prompt"},
    {"image", "instances[0].image", Encoding::kMedia},
    {"last_frame", "instances[0].lastFrame", Encoding::kMedia},
    {"reference_images", "instances[0].referenceImages", Encoding::kReferenceImages},
    {"number_of_videos", "parameters.sampleCount"},
    {"duration_seconds", "parameters.durationSeconds"},
    {"aspect_ratio", "parameters.aspectRatio"},
    {"resolution", "parameters.resolution"},
    {"person_generation", "parameters.personGeneration"},
    {"negative_prompt", "parameters.negativePrompt"},
    {"enhance_prompt", "parameters.enhancePrompt"},
});

// A video to go on from is spelled in two ways.
inline constexpr auto kGeminiVideoLines = std::to_array<ParameterLine>({
    {"video", "instances[0].video", Encoding::kEncodedVideo},
});

inline constexpr auto kCloudVideoLines = std::to_array<ParameterLine>({
    {"video", "instances[0].video", Encoding::kMedia},
    {"mask", "instances[0].mask", Encoding::kMask},
    {"seed", "parameters.seed"},
    {"fps", "parameters.fps"},
    {"generate_audio", "parameters.generateAudio"},
    {"output_gcs_uri", "parameters.storageUri"},
    {"compression_quality", "parameters.compressionQuality"},
    {"pubsub_topic", "parameters.pubsubTopic"},
    {"resize_mode", "parameters.resizeMode"},
    {"labels", "labels"},
});

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_GOOGLE_LINES_H_
