// A started video, followed to its last byte.
#ifndef MEDIAGEN_SERVER_RPC_FOLLOWED_VIDEO_H_
#define MEDIAGEN_SERVER_RPC_FOLLOWED_VIDEO_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/async/task.h"
#include "server/rpc/service_context.h"
#include "server/rpc/started_video.h"
#include "server/upstream/video_events.h"

namespace mediagen {

// From where on a call follows a video. A plain value.
class FollowFrom {
 public:
  FollowFrom() = default;
  int index = 0;
  int64_t offset = 0;
  // Whether this call has just paid for the video.
  bool just_paid = false;
};

// Sends the events of a video but for the last one, which it returns. All that is given outlives
// the flow.
Task<absl::StatusOr<v1::VideoCompleted>> FollowVideo(ServiceContext& services, Call& call,
                                                     StartedVideo& video, const FollowFrom& from,
                                                     const v1::GenerationRecord& record,
                                                     VideoEvents& events);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_FOLLOWED_VIDEO_H_
