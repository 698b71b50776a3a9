// Checks of videos that are polled or come from a reverse channel.
#include "server/upstream/request_check_video.h"

#include <algorithm>
#include <string>

#include "server/upstream/request_check.h"
#include "server/upstream/request_check_fields.h"
#include "server/upstream/request_check_media.h"

namespace mediagen {
namespace {

using Seconds = google::protobuf::RepeatedField<int32_t>;

constexpr int kMaxFramesPerSecond = 120;
constexpr absl::string_view kFrames[] = {"image/png", "image/jpeg"};
constexpr absl::string_view kVideos[] = {"video/"};
constexpr absl::string_view kReferenceTypes[] = {"asset", "style"};
constexpr absl::string_view kCompressionQualities[] = {"optimized", "lossless"};
constexpr absl::string_view kResizeModes[] = {"crop", "pad"};

// What pictures and videos go with each other, whatever the model.
absl::Status CheckCombination(const v1::VideoSpec& spec) {
  if (spec.has_last_frame() && !spec.has_image())
    return InvalidField("spec.last_frame", "needs a first frame in image");
  if (spec.has_video() && spec.has_image())
    return InvalidField("spec.video",
                        "cannot stand beside image: a video goes on from one of them");
  if (spec.has_mask() && !spec.has_video())
    return InvalidField("spec.mask", "needs the video that it masks");
  if (!spec.reference_images().empty() && (spec.has_image() || spec.has_video()))
    return InvalidField("spec.reference_images", "cannot stand beside image or video");
  return absl::OkStatus();
}

absl::Status CheckReferences(const v1::VideoSpec& spec, const v1::ModelLimits& limits,
                             const GcsPrefixes& buckets) {
  for (int i = 0; i < spec.reference_images_size(); ++i) {
    const v1::ReferenceImage& reference = spec.reference_images(i);
    const std::string field = absl::StrCat("spec.reference_images[", i, "]");
    const std::string type = absl::StrCat(field, ".reference_type");
    if (reference.reference_type().empty()) return InvalidField(type, "is required");
    absl::Status checked =
        FirstError({CheckFrame(absl::StrCat(field, ".image"), reference.image(), buckets),
                    CheckModelWord(type, reference.reference_type(), limits.reference_types(),
                                   kReferenceTypes)});
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

absl::Status CheckInputs(const ModelRow* row, const v1::VideoSpec& spec,
                         const GcsPrefixes& buckets) {
  const v1::ModelLimits& limits = LimitsOf(row);
  return FirstError({
      CheckModelTakes(spec, limits),
      CheckCombination(spec),
      spec.has_image() ? CheckFrame("spec.image", spec.image(), buckets) : absl::OkStatus(),
      spec.has_last_frame() ? CheckFrame("spec.last_frame", spec.last_frame(), buckets)
                            : absl::OkStatus(),
      spec.has_video() ? CheckInputVideo(spec.video(), buckets) : absl::OkStatus(),
      CheckReferences(spec, limits, buckets),
      spec.has_mask() ? CheckFrame("spec.mask.image", spec.mask().image(), buckets)
                      : absl::OkStatus(),
      CheckWord("spec.mask.mask_mode", spec.mask().mask_mode(),
                absl::Span<const absl::string_view>()),
  });
}

absl::Status CheckLength(int seconds, const Seconds& allowed, absl::string_view when) {
  if (seconds == 0 || allowed.empty() ||
      std::find(allowed.begin(), allowed.end(), seconds) != allowed.end())
    return absl::OkStatus();
  return InvalidField("spec.duration_seconds",
                      absl::StrCat("is none of ", absl::StrJoin(allowed, ", "), when));
}

// A first frame or a video may speak for itself.
absl::Status CheckVideoPrompt(const v1::VideoSpec& spec) {
  if (spec.prompt().empty() && (spec.has_image() || spec.has_video())) return absl::OkStatus();
  return CheckPrompt("spec.prompt", spec.prompt());
}

}  // namespace

absl::Status CheckFrame(absl::string_view field, const v1::Media& frame,
                        const GcsPrefixes& buckets) {
  MediaRules rules(buckets);
  rules.types = kFrames;
  rules.kind = "PNG or JPEG";
  rules.max_bytes = kMaxInputMediaBytes;
  return CheckMedia(field, frame, rules);
}

absl::Status CheckInputVideo(const v1::Media& video, const GcsPrefixes& buckets) {
  MediaRules rules(buckets);
  rules.types = kVideos;
  rules.kind = "video";
  rules.max_bytes = kMaxInputMediaBytes;
  rules.takes_links = true;
  return CheckMedia("spec.video", video, rules);
}

absl::Status CheckModelTakes(const v1::VideoSpec& spec, const v1::ModelLimits& limits) {
  const auto refused = [](bool is_set, bool known, bool taken) {
    return is_set && known && !taken;
  };
  if (refused(spec.has_image(), limits.has_first_frame(), limits.first_frame()))
    return InvalidField("spec.image", "this model takes no first frame");
  if (refused(spec.has_last_frame(), limits.has_last_frame(), limits.last_frame()))
    return InvalidField("spec.last_frame", "this model takes no last frame");
  if (refused(spec.has_video(), limits.has_extension(), limits.extension()))
    return InvalidField("spec.video", "this model does not go on from videos");
  if (limits.has_max_reference_images() &&
      spec.reference_images_size() > limits.max_reference_images()) {
    return InvalidField("spec.reference_images",
                        absl::StrCat("are ", spec.reference_images_size(), ", this model takes ",
                                     limits.max_reference_images()));
  }
  return absl::OkStatus();
}

absl::Status CheckVideoFormat(const ModelRow* row, const v1::VideoSpec& spec) {
  const v1::ModelLimits& limits = LimitsOf(row);
  const bool extends = spec.has_video() && limits.extension_seconds() > 0;
  Seconds lengths = limits.durations_seconds();
  if (extends) {
    lengths.Clear();
    lengths.Add(limits.extension_seconds());
  }
  absl::Status checked = FirstError({
      CheckWhole("spec.duration_seconds", spec.duration_seconds(), 0, kMaxDurationSeconds),
      CheckLength(spec.duration_seconds(), lengths, extends ? " when going on from a video" : ""),
      CheckWord("spec.aspect_ratio", spec.aspect_ratio(), limits.aspect_ratios()),
      CheckWord("spec.resolution", spec.resolution(),
                extends && !limits.extension_resolutions().empty() ? limits.extension_resolutions()
                                                                   : limits.resolutions()),
      spec.reference_images().empty()
          ? absl::OkStatus()
          : CheckLength(spec.duration_seconds(), limits.reference_durations_seconds(),
                        " with reference images"),
  });
  const std::string& resolution =
      spec.resolution().empty() ? limits.default_resolution() : spec.resolution();
  for (const v1::ResolutionLimits& only : limits.resolution_limits()) {
    if (!checked.ok() || !absl::EqualsIgnoreCase(only.resolution(), resolution)) continue;
    checked = FirstError({
        CheckLength(spec.duration_seconds(), only.durations_seconds(),
                    absl::StrCat(" at ", only.resolution())),
        CheckWord("spec.aspect_ratio", spec.aspect_ratio(), only.aspect_ratios()),
    });
  }
  return checked;
}

absl::Status CheckAndComplete(const ModelRow* row, v1::VideoSpec& spec,
                              const GcsPrefixes& buckets) {
  if (spec.number_of_videos() == 0) spec.set_number_of_videos(1);
  return FirstError({
      CheckSurface(row, {v1::MODEL_SURFACE_VIDEO, v1::MODEL_SURFACE_REVERSE_VIDEO}),
      CheckVideoPrompt(spec),
      CheckRefusedFields(row, spec),
      CheckInputs(row, spec, buckets),
      CheckCount(row, "spec.number_of_videos", spec.number_of_videos()),
      CheckVideoFormat(row, spec),
      CheckPersonGeneration(row, "spec.person_generation", spec.person_generation()),
      CheckText("spec.negative_prompt", spec.negative_prompt()),
      spec.has_seed() ? CheckWhole("spec.seed", spec.seed(), 0, kMaxVideoSeed) : absl::OkStatus(),
      CheckWhole("spec.fps", spec.fps(), 0, kMaxFramesPerSecond),
      CheckOutputFolder("spec.output_gcs_uri", spec.output_gcs_uri(), buckets),
      CheckWord("spec.compression_quality", spec.compression_quality(), kCompressionQualities),
      CheckWord("spec.resize_mode", spec.resize_mode(), kResizeModes),
      CheckLabels("spec.labels", spec.labels()),
  });
}

}  // namespace mediagen
