#include "server/rpc/video_shape.h"

#include <algorithm>
#include <utility>

#include "server/upstream/error_details.h"
#include "server/upstream/interaction_encoder.h"
#include "server/upstream/param_encoder.h"

namespace mediagen {
namespace {

absl::StatusOr<UpstreamRequest> EncodeReverse(const PaidRequest& paid, v1::VideoSpec& spec) {
  if (spec.number_of_videos() > 1) {
    return InvalidField("spec.number_of_videos", "must be 0 or 1: this model makes one video");
  }
  // Such a channel has no word for it.
  spec.clear_number_of_videos();
  const ProviderOptions& provider = paid.provider->options();
  absl::StatusOr<UpstreamRequest> request =
      EncodeReverseVideo(provider, paid.model, /*stream=*/true, spec);
  // Minutes may pass without a word while the video is made.
  if (request.ok()) {
    request->http.stall_timeout = std::max(provider.stall_timeout, provider.generate_timeout);
  }
  return request;
}

absl::StatusOr<UpstreamRequest> EncodeInteraction(const PaidRequest& paid, v1::VideoSpec& spec) {
  const ProviderOptions& provider = paid.provider->options();
  InteractionOptions options;
  options.background = true;
  options.store = true;
  options.previous = paid.builds_upon;
  const bool as_file = provider.videos_as_files && provider.dialect->download_file.exists();
  options.delivery = as_file || !spec.output_gcs_uri().empty() ? "uri" : "inline";
  return EncodeStartInteraction(provider, paid.model, options, spec);
}

}  // namespace

VideoShape ShapeOf(const PaidRequest& paid) {
  const std::optional<VideoShape> configured = paid.provider->options().video_shape;
  if (configured.has_value()) return *configured;
  const ModelRow* row = paid.row;
  if (row == nullptr || row->Serves(v1::MODEL_SURFACE_VIDEO)) return VideoShape::kLongRunning;
  if (row->Serves(v1::MODEL_SURFACE_INTERACTIONS)) return VideoShape::kInteractions;
  return row->Serves(v1::MODEL_SURFACE_REVERSE_VIDEO) ? VideoShape::kReverseChat
                                                      : VideoShape::kLongRunning;
}

absl::StatusOr<UpstreamRequest> EncodeStart(const PaidRequest& paid, v1::VideoSpec& spec) {
  switch (ShapeOf(paid)) {
    case VideoShape::kReverseChat:
      return EncodeReverse(paid, spec);
    case VideoShape::kInteractions:
      return EncodeInteraction(paid, spec);
    case VideoShape::kLongRunning:
      break;
  }
  return EncodeStartVideo(paid.provider->options(), paid.model, spec);
}

absl::Status CheckSpec(const ServiceContext& services, const PaidRequest& paid,
                       v1::VideoSpec& spec) {
  const ModelRow* row = services.options().check_models ? paid.row : nullptr;
  if (ShapeOf(paid) == VideoShape::kInteractions) {
    return CheckAndCompleteInteraction(row, spec, services.options().buckets);
  }
  return CheckAndComplete(row, spec, services.options().buckets);
}

}  // namespace mediagen
