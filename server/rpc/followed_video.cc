#include "server/rpc/followed_video.h"

#include <optional>
#include <utility>

#include "server/upstream/cost.h"
#include "server/upstream/reverse_watch.h"
#include "server/upstream/video_watch.h"

namespace mediagen {
namespace {

v1::VideoCompleted Completed(const Operation& operation, int delivered) {
  v1::VideoCompleted completed;
  const std::optional<v1::Cost> cost = VideosCost(operation.nano_usd_per_video, delivered);
  if (cost.has_value()) *completed.mutable_cost() = *cost;
  completed.set_outcome(delivered > 0 ? v1::VIDEO_OUTCOME_SUCCEEDED : v1::VIDEO_OUTCOME_UNKNOWN);
  completed.set_video_count(delivered);
  return completed;
}

Task<absl::StatusOr<v1::VideoCompleted>> FollowReverse(ServiceContext& services, Call& call,
                                                       StartedVideo& video, const FollowFrom& from,
                                                       const v1::GenerationRecord& record,
                                                       VideoEvents& events) {
  ReverseWatch watch(call.context(), call.worker().http, *video.provider, video.operation,
                     services.watch(), events);
  absl::Status status =
      co_await watch.Run(video.job, from.just_paid, from.index, from.offset, record);
  if (!status.ok()) co_return status;
  v1::VideoCompleted completed = Completed(video.operation, watch.delivered());
  completed.mutable_warnings()->Add(watch.warnings().begin(), watch.warnings().end());
  co_return completed;
}

Task<absl::StatusOr<v1::VideoCompleted>> FollowPolled(ServiceContext& services, Call& call,
                                                      StartedVideo& video, const FollowFrom& from,
                                                      const v1::GenerationRecord& record,
                                                      VideoEvents& events) {
  if (!from.just_paid) {
    absl::Status health = video.provider->traffic().CheckHealth();
    if (!health.ok()) co_return health;
  }
  VideoWatch watch(call.context(), call.worker().http, *video.provider, *video.credential,
                   video.operation, services.watch(), events);
  watch.BeginWith(std::move(video.answer));
  // Nothing is done as soon as it has begun; what was begun before may be.
  absl::Duration first_pause;
  if (from.just_paid) first_pause = services.watch().poll_interval;
  absl::Status status = co_await watch.Run(from.index, from.offset, first_pause, record);
  if (!status.ok()) co_return status;
  co_return Completed(video.operation, watch.delivered());
}

}  // namespace

Task<absl::StatusOr<v1::VideoCompleted>> FollowVideo(ServiceContext& services, Call& call,
                                                     StartedVideo& video, const FollowFrom& from,
                                                     const v1::GenerationRecord& record,
                                                     VideoEvents& events) {
  if (video.operation.reverse_channel) {
    return FollowReverse(services, call, video, from, record, events);
  }
  return FollowPolled(services, call, video, from, record, events);
}

}  // namespace mediagen
