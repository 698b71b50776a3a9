// Checks of videos, whatever way they are made.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REQUEST_CHECK_VIDEO_H_
#define MEDIAGEN_SERVER_UPSTREAM_REQUEST_CHECK_VIDEO_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/upstream/gcs_prefixes.h"
#include "server/upstream/model_row.h"

namespace mediagen {

// Each is OK, or INVALID_ARGUMENT for a field of the spec.

// Largest value of a seed.
inline constexpr int64_t kMaxVideoSeed = 4'294'967'295;

absl::Status CheckFrame(absl::string_view field, const v1::Media& frame,
                        const GcsPrefixes& buckets);
absl::Status CheckInputVideo(const v1::Media& video, const GcsPrefixes& buckets);
// That the model takes such pictures and videos at all.
absl::Status CheckModelTakes(const v1::VideoSpec& spec, const v1::ModelLimits& limits);
// Length, resolution and shape, which depend on each other.
absl::Status CheckVideoFormat(const ModelRow* row, const v1::VideoSpec& spec);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REQUEST_CHECK_VIDEO_H_
