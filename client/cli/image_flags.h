#ifndef MEDIAGEN_CLIENT_CLI_IMAGE_FLAGS_H_
#define MEDIAGEN_CLIENT_CLI_IMAGE_FLAGS_H_

#include <array>

#include "client/cli/command.h"
#include "client/cli/paid_flags.h"

namespace mediagen::client {

inline constexpr std::array kImageFlags = {
    kOutput,
    kProvider,
    kModel,
    Flag{"--count", "N", "spec.number_of_images", "How many pictures. Default: 1. Each is paid."},
    kAspectRatio,
    Flag{"--size", "SIZE", "spec.image_size",
         "Length of the longer side: 1K or 2K; older models take pixels. Default: 1K."},
    kFormat,
    kQuality,
    kNegativePrompt,
    kEnhancePrompt,
    kTranslatePrompt,
    Flag{"--language", "CODE", "spec.language",
         "Language of the prompt: auto, en, zh-CN, zh-TW, hi, ja, ko, pt, es. Default: en."},
    Flag{"--seed", "N", "spec.seed",
         "Makes the same request give the same picture, 1 to 2147483647; needs --no-watermark. "
         "Default: random."},
    Flag{"--watermark", "", "spec.add_watermark",
         "Whether an invisible watermark is put in. Default: the model's, usually yes.",
         FlagKind::kToggle},
    Flag{"--guidance-scale", "X", "spec.guidance_scale",
         "How closely the picture follows the prompt, 0 or more. Default: the model's."},
    Flag{"--style", "STYLE", "spec.sample_image_style",
         "Style of the oldest model: photograph, digital_art, landscape, sketch, watercolor, "
         "cyberpunk, pop_art."},
    kPersonGeneration,
    kSafetyFilter,
    kRaiReason,
    Flag{"--include-safety-attributes", "", "spec.include_safety_attributes",
         "Whether the record gets the safety filter's scores. Default: no.", FlagKind::kToggle},
    kOutputGcsUri,
    kLabel,
    kRequestId,
    kValidateOnly,
};

inline constexpr std::array kUpscaleFlags = {
    Flag{"--factor", "xN", "spec.upscale_factor",
         "How many times larger in width and height: x2 or x4. Required."},
    kOutput,
    kProvider,
    kModel,
    Flag{"--enhance-input", "", "spec.enhance_input_image",
         "Whether noise and marks of compression are cleaned away first. Default: the model's.",
         FlagKind::kToggle},
    Flag{"--preservation", "X", "spec.image_preservation_factor",
         "How much of the picture is kept as it is, 0 to 1. Default: the model's."},
    kFormat,
    kQuality,
    kPersonGeneration,
    kSafetyFilter,
    kRaiReason,
    kOutputGcsUri,
    kLabel,
    kRequestId,
    kValidateOnly,
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_IMAGE_FLAGS_H_
