#include "sandbox/interaction_film.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "sandbox/misbehaviour.h"

namespace mediagen::sandbox {
namespace {

constexpr int kUnknownSeconds = 5;   // Of a video that this sandbox does not know.
constexpr size_t kMostChanges = 12;  // That are lettered: the latest.

absl::Status Complain(const std::string& text) { return absl::InvalidArgumentError(text); }

// Whether the task makes something of a video.
bool NeedsVideo(const std::string& task) {
  return task == "edit" || task == "extend" || task == "upscale";
}

absl::Status CheckTask(const InteractionRequest& request, bool has_video) {
  const std::string& task = request.task;
  const size_t pictures = request.input.pictures.size();
  if (NeedsVideo(task) && !has_video) {
    return Complain(absl::StrCat("Task ", task, " requires a video."));
  }
  if ((task == "image_to_video" || task == "reference_to_video") && pictures == 0) {
    return Complain(absl::StrCat("Task ", task, " requires an image."));
  }
  if (task == "image_to_video" && pictures > 2) {
    return Complain("Task image_to_video takes a first and a last frame.");
  }
  if (task == "extend" && pictures > 0) return Complain("Task extend takes no images.");
  if ((task == "edit" || task == "extend") && !request.format.aspect_ratio.empty()) {
    return Complain(absl::StrCat("aspect_ratio is not supported with task ", task, "."));
  }
  if (pictures > OmniModel::kMostPictures) {
    return Complain(absl::StrCat("At most ", OmniModel::kMostPictures, " images are supported."));
  }
  return absl::OkStatus();
}

// What is not named stays as in `otherwise`.
absl::StatusOr<Size> ReadSize(const VideoFormat& format, Size otherwise) {
  const OmniResolution* resolution = OmniResolutionOf(otherwise);
  if (!format.resolution.empty()) {
    resolution = FindOmniResolution(format.resolution);
    if (resolution == nullptr) {
      return Complain(absl::StrCat("resolution '", format.resolution, "' is not supported."));
    }
  }
  bool upright = otherwise.height > otherwise.width;
  if (!format.aspect_ratio.empty()) {
    upright = format.aspect_ratio == "9:16";
    if (!upright && format.aspect_ratio != "16:9") {
      return Complain(absl::StrCat("aspect_ratio '", format.aspect_ratio, "' is not supported."));
    }
  }
  return upright ? resolution->Upright() : resolution->Lying();
}

absl::StatusOr<int> ReadSeconds(const VideoFormat& format, int most, int otherwise) {
  const int seconds = format.seconds.value_or(otherwise);
  if (format.seconds.has_value() && (seconds < OmniModel::kLeastSeconds || seconds > most)) {
    return Complain(
        absl::StrCat("Duration must be between ", OmniModel::kLeastSeconds, "s and ", most, "s."));
  }
  return seconds;
}

// The first pictures are frames unless the task says that they are references; without a task, the
// first one alone.
void TakePictures(const InteractionRequest& request, VideoSpec& spec) {
  const bool starts = request.task != "reference_to_video";
  const bool ends = request.task == "image_to_video";
  for (const InputBytes& picture : request.input.pictures) {
    if (starts && spec.first_frame == nullptr) {
      spec.first_frame = picture;
    } else if (ends) {
      spec.last_frame = picture;
    } else {
      spec.references.push_back(picture);
    }
  }
}

absl::Status Extend(const InteractionRequest& request, const OmniModel& model, int seconds_unasked,
                    VideoSpec& spec) {
  absl::StatusOr<int> more = ReadSeconds(request.format, OmniModel::kMostExtension,
                                         std::min(seconds_unasked, OmniModel::kMostExtension));
  if (!more.ok()) return more.status();
  if (spec.seconds + *more > model.most_seconds_in_all) {
    return Complain(absl::StrCat("An extended video is at most ", model.most_seconds_in_all,
                                 "s long; this one would be ", spec.seconds + *more, "s."));
  }
  spec.changes.back().from_second = spec.seconds;
  spec.seconds += *more;
  return absl::OkStatus();
}

absl::Status Change(const InteractionRequest& request, const OmniModel& model, int seconds_unasked,
                    VideoSpec& spec) {
  spec.changes.push_back({WithoutTags(request.input.text)});
  if (spec.changes.size() > kMostChanges) spec.changes.erase(spec.changes.begin());
  for (const InputBytes& picture : request.input.pictures) spec.references.push_back(picture);
  if (spec.references.size() > OmniModel::kMostPictures) {
    spec.references.resize(OmniModel::kMostPictures);
  }
  if (request.task == "extend") return Extend(request, model, seconds_unasked, spec);
  absl::StatusOr<int> seconds = ReadSeconds(request.format, model.most_seconds, spec.seconds);
  if (!seconds.ok()) return seconds.status();
  spec.seconds = *seconds;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<VideoSpec> PlanFilm(const InteractionRequest& request, const OmniModel& model,
                                   const VideoSpec* earlier, int seconds_unasked) {
  if (absl::Status task = CheckTask(request, earlier != nullptr); !task.ok()) return task;
  VideoSpec spec;
  if (earlier != nullptr) spec = *earlier;
  spec.model = request.model;
  absl::StatusOr<Size> size = ReadSize(request.format, spec.size);
  if (!size.ok()) return size.status();
  spec.size = *size;
  if (earlier != nullptr) {
    if (absl::Status changed = Change(request, model, seconds_unasked, spec); !changed.ok())
      return changed;
    return spec;
  }
  spec.prompt = WithoutTags(request.input.text);
  spec.seed = request.seed;
  absl::StatusOr<int> seconds = ReadSeconds(request.format, model.most_seconds, seconds_unasked);
  if (!seconds.ok()) return seconds.status();
  spec.seconds = *seconds;
  TakePictures(request, spec);
  return spec;
}

VideoSpec UnknownVideo(const std::string& name, uint64_t seed) {
  VideoSpec spec;
  spec.prompt = name;
  spec.seed = seed;
  spec.seconds = kUnknownSeconds;
  return spec;
}

}  // namespace mediagen::sandbox
