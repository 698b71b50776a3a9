// All that comes before the start of a video.
#ifndef MEDIAGEN_SERVER_RPC_VIDEO_ORDER_H_
#define MEDIAGEN_SERVER_RPC_VIDEO_ORDER_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/async/task.h"
#include "server/rpc/paid_request.h"
#include "server/rpc/previous_video.h"
#include "server/rpc/service_context.h"

namespace mediagen {

// A checked request for a video. A plain value.
class VideoOrder {
 public:
  VideoOrder(PaidRequest paid, std::string prompt)
      : paid(std::move(paid)), prompt(std::move(prompt)) {}

  PaidRequest paid;
  std::string prompt;           // As sent.
  std::string original_prompt;  // As given, if that is another; else empty.
  // On a translation of the prompt; zero where there was none.
  std::optional<v1::Cost> spent_before = v1::Cost();

  // The event that tells of it, before or without a start.
  v1::VideoStarted Event() const;
  v1::GenerationRecord Record(const Operation& operation) const;
};

// Checks what only videos have, and translates the prompt where that is wished and allowed.
Task<absl::StatusOr<VideoOrder>> CompleteOrder(ServiceContext& services, Call& call,
                                               PaidRequest paid, std::optional<bool> translate,
                                               v1::VideoSpec& spec);

// Checks and completes a request of either rpc.
template <typename Request>
Task<absl::StatusOr<VideoOrder>> PrepareVideo(ServiceContext& services, Call& call,
                                              Request& request) {
  absl::StatusOr<std::optional<Operation>> previous =
      OpenPrevious(services, call.tenant(), request.spec());
  if (!previous.ok()) co_return previous.status();
  if (previous->has_value()) FollowPrevious(**previous, request);
  absl::StatusOr<PaidRequest> paid =
      PreparePaidRequest(services, call, request, &ProviderOptions::default_video_model);
  if (!paid.ok()) co_return paid.status();
  if (previous->has_value()) {
    absl::Status built = BuildUpon(**previous, *paid, *request.mutable_spec());
    if (!built.ok()) co_return built;
  }
  std::optional<bool> wish;
  if (request.has_translate_prompt()) wish = request.translate_prompt();
  absl::StatusOr<VideoOrder> order =
      co_await CompleteOrder(services, call, *std::move(paid), wish, *request.mutable_spec());
  co_return order;
}

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_VIDEO_ORDER_H_
