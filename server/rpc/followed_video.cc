#include "server/rpc/followed_video.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/upstream/cost.h"
#include "server/upstream/error_details.h"
#include "server/upstream/reverse_watch.h"
#include "server/upstream/video_watch.h"

namespace mediagen {
namespace {

// Of an interaction tokens are counted; where those of its video are not, what was asked for is an
// estimate.
std::optional<v1::Cost> CostOf(const StartedVideo& video, const std::optional<v1::Usage>& usage,
                               int delivered) {
  if (usage.has_value() && (usage->output_video_tokens() > 0 || delivered == 0)) {
    return VideoTokensCost(video.provider->FindModel(video.operation.model), *usage);
  }
  std::optional<v1::Cost> cost = VideosCost(video.operation.nano_usd_per_video, delivered);
  if (cost.has_value() && video.operation.interaction) cost->set_estimated(true);
  return cost;
}

v1::VideoCompleted Completed(const StartedVideo& video, const std::optional<v1::Usage>& usage,
                             int delivered) {
  v1::VideoCompleted completed;
  const std::optional<v1::Cost> cost = CostOf(video, usage, delivered);
  if (cost.has_value()) *completed.mutable_cost() = *cost;
  if (usage.has_value()) *completed.mutable_usage() = *usage;
  completed.set_outcome(delivered > 0 ? v1::VIDEO_OUTCOME_SUCCEEDED : v1::VIDEO_OUTCOME_UNKNOWN);
  completed.set_video_count(delivered);
  return completed;
}

// A job that failed was charged as far as video was counted.
void AddVideoCost(const StartedVideo& video, const std::optional<v1::Usage>& usage,
                  absl::Status& status) {
  if (!usage.has_value() || usage->output_video_tokens() <= 0) return;
  const std::optional<v1::Cost> cost = CostOf(video, usage, 0);
  if (cost.has_value()) SetErrorMetadata(status, "cost_nano_usd", absl::StrCat(cost->nano_usd()));
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
  v1::VideoCompleted completed = Completed(video, std::nullopt, watch.delivered());
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
  if (!status.ok()) {
    AddVideoCost(video, watch.usage(), status);
    co_return status;
  }
  co_return Completed(video, watch.usage(), watch.delivered());
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
