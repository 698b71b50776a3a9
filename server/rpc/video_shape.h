// How a video is asked for.
#ifndef MEDIAGEN_SERVER_RPC_VIDEO_SHAPE_H_
#define MEDIAGEN_SERVER_RPC_VIDEO_SHAPE_H_

#include "absl/status/statusor.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/rpc/paid_request.h"
#include "server/upstream/dialect.h"
#include "server/upstream/upstream_request.h"

namespace mediagen {

// As the provider is configured, else as the catalogue says for the model.
VideoShape ShapeOf(const PaidRequest& paid);

// The start of a video, in its shape. Moves the media out of `spec`.
absl::StatusOr<UpstreamRequest> EncodeStart(const PaidRequest& paid, v1::VideoSpec& spec);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_VIDEO_SHAPE_H_
