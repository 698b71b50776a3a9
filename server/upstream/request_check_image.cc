// Checks of pictures from text, and of making pictures larger.
#include <algorithm>
#include <limits>

#include "server/upstream/request_check.h"
#include "server/upstream/request_check_fields.h"
#include "server/upstream/request_check_media.h"

namespace mediagen {
namespace {

constexpr int64_t kMaxSeed = 2'147'483'647;
constexpr char kJpeg[] = "image/jpeg";
constexpr absl::string_view kUpscaleFactors[] = {"x2", "x3", "x4"};
constexpr absl::string_view kPictures[] = {"image/"};

absl::Status CheckSeed(const ModelRow* row, const v1::ImageSpec& spec) {
  if (!spec.has_seed()) return absl::OkStatus();
  if (absl::Status range = CheckWhole("spec.seed", spec.seed(), 1, kMaxSeed); !range.ok())
    return range;
  const bool marked =
      spec.has_add_watermark() ? spec.add_watermark() : LimitsOf(row).watermark_by_default();
  if (row != nullptr && marked) return InvalidField("spec.seed", "needs add_watermark to be false");
  if (row != nullptr && spec.enhance_prompt())
    return InvalidField("spec.enhance_prompt", "must not be true beside a seed, which it undoes");
  return absl::OkStatus();
}

template <typename Spec>
absl::Status CheckQuality(const Spec& spec) {
  if (!spec.has_output_compression_quality()) return absl::OkStatus();
  return CheckJpegQuality("spec.output_compression_quality", spec.output_compression_quality(),
                          absl::EqualsIgnoreCase(spec.output_mime_type(), kJpeg));
}

absl::Status CheckGuidance(const v1::ImageSpec& spec) {
  // Written so that NaN and infinity are refused, too.
  if (!spec.has_guidance_scale() ||
      (spec.guidance_scale() >= 0 && spec.guidance_scale() <= std::numeric_limits<double>::max()))
    return absl::OkStatus();
  return InvalidField("spec.guidance_scale", "must be 0 or more");
}

absl::Status CheckUpscaleInput(const ModelRow* row, const v1::UpscaleSpec& spec,
                               const GcsPrefixes& buckets) {
  if (!spec.has_image()) return InvalidField("spec.image", "is required");
  MediaRules rules(buckets);
  rules.types = kPictures;
  const int64_t of_model = LimitsOf(row).max_input_image_bytes();
  rules.max_bytes = of_model > 0 ? static_cast<size_t>(of_model) : kMaxUpscaleInputBytes;
  return CheckMedia("spec.image", spec.image(), rules);
}

absl::Status CheckUpscaleFactor(const ModelRow* row, const v1::UpscaleSpec& spec) {
  if (spec.upscale_factor().empty()) return InvalidField("spec.upscale_factor", "is required");
  return CheckModelWord("spec.upscale_factor", spec.upscale_factor(),
                        LimitsOf(row).upscale_factors(), kUpscaleFactors);
}

}  // namespace

absl::Status CheckAndComplete(const ModelRow* row, v1::ImageSpec& spec,
                              const GcsPrefixes& buckets) {
  if (spec.number_of_images() == 0) spec.set_number_of_images(1);
  const v1::ModelLimits& limits = LimitsOf(row);
  return FirstError({
      CheckSurface(row, {v1::MODEL_SURFACE_IMAGE}),
      CheckPrompt("spec.prompt", spec.prompt()),
      CheckRefusedFields(row, spec),
      CheckCount(row, "spec.number_of_images", spec.number_of_images()),
      CheckWord("spec.aspect_ratio", spec.aspect_ratio(), limits.aspect_ratios()),
      CheckPersonGeneration(row, "spec.person_generation", spec.person_generation()),
      CheckText("spec.negative_prompt", spec.negative_prompt()),
      CheckSeed(row, spec),
      CheckGuidance(spec),
      CheckSafetyLevel("spec.safety_filter_level", spec.safety_filter_level()),
      CheckWord("spec.language", spec.language(), limits.languages()),
      CheckWord("spec.output_mime_type", spec.output_mime_type(), limits.output_mime_types()),
      CheckQuality(spec),
      CheckImageSize(row, "spec.image_size", spec.image_size()),
      CheckOutputFolder("spec.output_gcs_uri", spec.output_gcs_uri(), buckets),
      CheckWord("spec.sample_image_style", spec.sample_image_style(), limits.styles()),
      CheckLabels("spec.labels", spec.labels()),
  });
}

absl::Status CheckAndComplete(const ModelRow* row, v1::UpscaleSpec& spec,
                              const GcsPrefixes& buckets) {
  return FirstError({
      CheckSurface(row, {v1::MODEL_SURFACE_UPSCALE}),
      CheckRefusedFields(row, spec),
      CheckUpscaleInput(row, spec, buckets),
      CheckUpscaleFactor(row, spec),
      spec.has_image_preservation_factor()
          ? CheckNumber("spec.image_preservation_factor", spec.image_preservation_factor(), 0, 1)
          : absl::OkStatus(),
      CheckWord("spec.output_mime_type", spec.output_mime_type(),
                LimitsOf(row).output_mime_types()),
      CheckQuality(spec),
      CheckOutputFolder("spec.output_gcs_uri", spec.output_gcs_uri(), buckets),
      CheckSafetyLevel("spec.safety_filter_level", spec.safety_filter_level()),
      CheckPersonGeneration(row, "spec.person_generation", spec.person_generation()),
      CheckLabels("spec.labels", spec.labels()),
  });
}

}  // namespace mediagen
