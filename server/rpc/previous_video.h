// The earlier video that a new one builds upon.
#ifndef MEDIAGEN_SERVER_RPC_PREVIOUS_VIDEO_H_
#define MEDIAGEN_SERVER_RPC_PREVIOUS_VIDEO_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/rpc/paid_request.h"
#include "server/rpc/service_context.h"
#include "server/upstream/operation.h"

namespace mediagen {

// The operation that the spec names as the one to build upon; nothing when it names none.
// INVALID_ARGUMENT for a handle that is not one of ours.
absl::StatusOr<std::optional<Operation>> OpenPrevious(const ServiceContext& services,
                                                      absl::string_view tenant,
                                                      const v1::VideoSpec& spec);

// Takes the earlier operation out of the spec and into the order. INVALID_ARGUMENT when the new
// video is not of the same protocol, provider and key.
absl::Status BuildUpon(const Operation& previous, PaidRequest& paid, v1::VideoSpec& spec);

// Whom the request does not name is who made the earlier video.
template <typename Request>
void FollowPrevious(const Operation& previous, Request& request) {
  if (!request.provider().empty() && request.provider() != previous.provider) return;
  request.set_provider(previous.provider);
  if (request.model().empty()) request.set_model(previous.model);
}

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_PREVIOUS_VIDEO_H_
