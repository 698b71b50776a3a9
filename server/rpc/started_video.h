// Starting a video, the paid part of GenerateVideo and StartVideo.
#ifndef MEDIAGEN_SERVER_RPC_STARTED_VIDEO_H_
#define MEDIAGEN_SERVER_RPC_STARTED_VIDEO_H_

#include <memory>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/async/task.h"
#include "server/rpc/paid_request.h"
#include "server/rpc/service_context.h"
#include "server/rpc/spend_hold.h"
#include "server/upstream/reverse_job.h"
#include "server/upstream/video_answer.h"

namespace mediagen {

// An operation, with its handle and its provider. Moves only.
class StartedVideo {
 public:
  StartedVideo() = default;
  const Provider* provider = nullptr;
  std::shared_ptr<Credential> credential;
  Operation operation;
  std::string handle;
  // The upstream's answer, where the operation was done at once; else null.
  std::unique_ptr<HeldVideoAnswer> answer;
  // Of a reverse channel: the job, if this replica reads its answer; else null.
  std::shared_ptr<ReverseJob> job;
  // What it is estimated to cost, of one that was just started; else null.
  std::shared_ptr<SpendHold> spend;

  // Tells the caller how to find it again.
  void AddTo(v1::VideoStarted& started) const;
};

// Whether `spec` could be sent at all. Moves its media out.
absl::Status CheckVideoEncoding(const PaidRequest& paid, v1::VideoSpec& spec);

// What a flow does while the start is under way, at most every progress interval. An error leaves
// the start.
class StartWatcher {
 public:
  virtual ~StartWatcher() = default;
  virtual Task<absl::Status> OnWaiting(absl::Duration elapsed) = 0;
};

// Sends the start of `paid` and waits for it; `watcher` may be null. When the call ends first and
// something may have left, the start runs on by itself: its handle is kept under the request id and
// logged as `operation_orphaned`.
Task<absl::StatusOr<StartedVideo>> BeginVideo(ServiceContext& services, Call& call,
                                              const PaidRequest& paid, v1::VideoSpec& spec,
                                              StartWatcher* watcher);

// Logs and counts a started operation that nobody will hear of from us; `trace` is that of the call
// that paid for it.
void LogOrphan(const ServiceContext& services, const Operation& operation,
               const std::string& handle, const TraceContext& trace);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_STARTED_VIDEO_H_
