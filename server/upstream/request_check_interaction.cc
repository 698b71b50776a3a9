// Checks of videos that are made by interactions.
#include <string>

#include "absl/strings/match.h"
#include "server/upstream/request_check.h"
#include "server/upstream/request_check_fields.h"
#include "server/upstream/request_check_media.h"
#include "server/upstream/request_check_video.h"
#include "server/upstream/video_file.h"

namespace mediagen {
namespace {

constexpr absl::string_view kTasks[] = {"text_to_video", "image_to_video", "reference_to_video",
                                        "edit",          "extend",         "upscale"};

bool IsTask(const v1::VideoSpec& spec, absl::string_view task) {
  return absl::EqualsIgnoreCase(spec.task(), task);
}

bool HasFrame(const v1::VideoSpec& spec) { return spec.has_image() || spec.has_last_frame(); }

int CountPictures(const v1::VideoSpec& spec) {
  return (spec.has_image() ? 1 : 0) + (spec.has_last_frame() ? 1 : 0) +
         spec.reference_images_size();
}

// A clip goes along as bytes, as an object in a bucket, or as a file that the provider keeps.
absl::Status CheckClip(const v1::VideoSpec& spec, const GcsPrefixes& buckets) {
  if (!spec.has_video()) return absl::OkStatus();
  if (absl::Status checked = CheckInputVideo(spec.video(), buckets); !checked.ok()) return checked;
  if (!spec.video().has_uri() || FileIdOf(spec.video().uri()).ok()) return absl::OkStatus();
  return InvalidField("spec.video.uri", "must name a file that the provider keeps: .../files/ID");
}

absl::Status CheckReferences(const v1::VideoSpec& spec, const GcsPrefixes& buckets) {
  static constexpr absl::string_view kAsset[] = {"asset"};
  for (int i = 0; i < spec.reference_images_size(); ++i) {
    const v1::ReferenceImage& reference = spec.reference_images(i);
    const std::string field = absl::StrCat("spec.reference_images[", i, "]");
    absl::Status checked = FirstError({
        CheckFrame(absl::StrCat(field, ".image"), reference.image(), buckets),
        CheckWord(absl::StrCat(field, ".reference_type"), reference.reference_type(), kAsset),
    });
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

absl::Status CheckPictureCount(const v1::VideoSpec& spec, const v1::ModelLimits& limits) {
  const int count = CountPictures(spec);
  if (!limits.has_max_input_images() || count <= limits.max_input_images()) {
    return absl::OkStatus();
  }
  return InvalidField("spec.reference_images",
                      absl::StrCat("makes ", count, " pictures with the frames, this model takes ",
                                   limits.max_input_images()));
}

absl::Status CheckTask(const v1::VideoSpec& spec) {
  if (absl::Status known = CheckWord("spec.task", spec.task(), kTasks); !known.ok()) return known;
  const bool goes_on = IsTask(spec, "edit") || IsTask(spec, "extend");
  if (goes_on && !spec.aspect_ratio().empty()) {
    return InvalidField("spec.aspect_ratio",
                        absl::StrCat("must not be given with task ", spec.task(),
                                     ": it is that of the earlier video"));
  }
  if (IsTask(spec, "extend") && CountPictures(spec) > 0) {
    return InvalidField("spec.task", "extend takes no pictures");
  }
  return absl::OkStatus();
}

absl::Status CheckPromptOf(const v1::VideoSpec& spec) {
  if (spec.prompt().empty() && (CountPictures(spec) > 0 || spec.has_video())) {
    return absl::OkStatus();
  }
  return CheckPrompt("spec.prompt", spec.prompt());
}

// Nothing else would tell a frame from a reference.
void CompleteTask(v1::VideoSpec& spec) {
  const bool others = spec.has_video() || !spec.previous_operation().empty();
  if (!spec.task().empty() || others) return;
  const bool references = spec.reference_images_size() > 0;
  if (HasFrame(spec) && !references) spec.set_task("image_to_video");
  if (!HasFrame(spec) && references) spec.set_task("reference_to_video");
}

}  // namespace

absl::Status CheckAndCompleteInteraction(const ModelRow* row, v1::VideoSpec& spec,
                                         const GcsPrefixes& buckets) {
  if (spec.number_of_videos() == 0) spec.set_number_of_videos(1);
  const v1::ModelLimits& limits = LimitsOf(row);
  absl::Status checked = FirstError({
      CheckSurface(row, {v1::MODEL_SURFACE_INTERACTIONS, v1::MODEL_SURFACE_VIDEO}),
      CheckPromptOf(spec),
      CheckRefusedFields(row, spec),
      CheckModelTakes(spec, limits),
      spec.has_image() ? CheckFrame("spec.image", spec.image(), buckets) : absl::OkStatus(),
      spec.has_last_frame() ? CheckFrame("spec.last_frame", spec.last_frame(), buckets)
                            : absl::OkStatus(),
      CheckClip(spec, buckets),
      CheckReferences(spec, buckets),
      CheckPictureCount(spec, limits),
      CheckCount(row, "spec.number_of_videos", spec.number_of_videos()),
      CheckTask(spec),
      CheckVideoFormat(row, spec),
      spec.has_seed() ? CheckWhole("spec.seed", spec.seed(), 0, kMaxVideoSeed) : absl::OkStatus(),
      CheckOutputFolder("spec.output_gcs_uri", spec.output_gcs_uri(), buckets),
      CheckLabels("spec.labels", spec.labels()),
  });
  if (checked.ok()) CompleteTask(spec);
  return checked;
}

}  // namespace mediagen
