// The life of a video, from its start to its last byte.
#ifndef MEDIAGEN_SERVER_UPSTREAM_VIDEO_WATCH_H_
#define MEDIAGEN_SERVER_UPSTREAM_VIDEO_WATCH_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/upstream/operation.h"
#include "server/upstream/provider.h"
#include "server/upstream/step_pieces.h"
#include "server/upstream/video_answer.h"
#include "server/upstream/video_delivery.h"
#include "server/upstream/video_events.h"
#include "server/upstream/video_fetch.h"
#include "server/upstream/video_pace.h"

namespace mediagen {

// Polls an operation until it is done and hands its videos on while they arrive. While the
// provider's breaker is open it does not ask, and goes on waiting.
// Owned by the flow that watches, in its scope; everything it is given outlives it. Loop thread
// only.
class VideoWatch {
 public:
  VideoWatch(CallContext& call, HttpClient& client, const Provider& provider,
             Credential& credential, const Operation& operation, const WatchOptions& options,
             VideoEvents& events);

  // Takes the place of the first poll: the start's own answer, of an operation that was done at
  // once. May be null. Before Run.
  void BeginWith(std::unique_ptr<HeldVideoAnswer> answer) { held_ = std::move(answer); }

  // From byte `offset` of video `index`; the first poll comes after `first_pause`. Does not send
  // `completed`. Ends with PollStatus where the upstream stays away, with `OPERATION_WAIT_LIMIT`
  // after the limit.
  Task<absl::Status> Run(int index, int64_t offset, absl::Duration first_pause,
                         v1::GenerationRecord record);

  // After an OK end.
  int delivered() const { return delivered_; }
  // What the upstream counted, once the job was done; also where the end was a failure.
  const std::optional<v1::Usage>& usage() const { return usage_; }

 private:
  // What one poll led to.
  enum class Outcome {
    kPending,
    kDone,
    kFailed,
    kHeldBack,  // It was not asked: the provider is to be left alone.
  };

  Task<absl::StatusOr<Outcome>> TakeHeldAnswer(VideoDelivery& delivery);
  Task<absl::StatusOr<Outcome>> PollOnce(VideoDelivery& delivery);
  Task<absl::StatusOr<Outcome>> Poll(VideoDelivery& delivery, BreakerPass& pass);
  // A poll that brought no answer; an error is the end of it all.
  absl::StatusOr<Outcome> NoteFailure(const UpstreamError& error);
  // Hands on what a poll could not decide while it came. False: the poll has to be repeated.
  Task<absl::StatusOr<bool>> TakeDecided(const VideoStatus& status, VideoDelivery& delivery);
  // The job is as the upstream says.
  Task<absl::StatusOr<Outcome>> TakeStatus(const VideoStatus& status, VideoDelivery& delivery);
  // A video that did not come as bytes.
  Task<absl::Status> TakeReference(int index, const VideoAnswerItem& item, VideoDelivery& delivery);
  Task<absl::StatusOr<FetchEnd>> FetchFile(int index, const VideoAnswerItem& item,
                                           const std::string& id, VideoDelivery& delivery,
                                           absl::Status& why);
  Task<absl::Status> TakeFile(int index, const VideoAnswerItem& item, VideoDelivery& delivery);
  Task<absl::Status> SendFiltered(const VideoStatus& status);

  HttpClient& client_;
  const Provider& provider_;
  Credential& credential_;
  const Operation& operation_;
  const RequestTag tag_;
  VideoEvents& events_;
  VideoPace pace_;
  StepPieces pieces_;
  std::optional<v1::Usage> usage_;
  std::unique_ptr<HeldVideoAnswer> held_;
  int delivered_ = 0;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_VIDEO_WATCH_H_
