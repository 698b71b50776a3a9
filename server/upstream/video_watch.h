// The life of a video, from its start to its last byte.
#ifndef MEDIAGEN_SERVER_UPSTREAM_VIDEO_WATCH_H_
#define MEDIAGEN_SERVER_UPSTREAM_VIDEO_WATCH_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/upstream/operation.h"
#include "server/upstream/provider.h"
#include "server/upstream/retry_budget.h"
#include "server/upstream/video_delivery.h"
#include "server/upstream/video_events.h"

namespace mediagen {

// How operations are waited for.
class WatchOptions {
 public:
  WatchOptions() = default;
  absl::Duration poll_interval = absl::Seconds(10);  // ± 20 %
  absl::Duration longest_backoff = absl::Seconds(60);
  absl::Duration progress_interval = absl::Seconds(10);
  // Polls that may fail in a row before the wait is given up.
  int max_poll_failures = 10;
  // Overall limit of one wait.
  absl::Duration wait_limit = absl::Minutes(20);
};

// Polls an operation until it is done and hands its videos on while they arrive.
// Owned by the flow that watches, in its scope; everything it is given outlives it. Loop thread
// only.
class VideoWatch {
 public:
  VideoWatch(CallContext& call, HttpClient& client, const Provider& provider,
             Credential& credential, const Operation& operation, const WatchOptions& options,
             VideoEvents& events);

  // From byte `offset` of video `index`; the first poll comes after `first_pause`. Does not send
  // `completed`. Ends with FreeCallStatus where the upstream stays away, with
  // `OPERATION_WAIT_LIMIT` after the limit.
  Task<absl::Status> Run(int index, int64_t offset, absl::Duration first_pause,
                         v1::GenerationRecord record);

  // After an OK end.
  int delivered() const { return delivered_; }

 private:
  // What one poll led to.
  enum class Outcome { kPending, kDone, kFailed };

  Task<absl::StatusOr<Outcome>> PollOnce(VideoDelivery& delivery);
  // The poll's answer is whole, in `envelope`.
  Task<absl::StatusOr<Outcome>> ReadAnswer(const MediaReader& reader, VideoDelivery& delivery);
  // A poll that brought no answer: OK to try again, else the end.
  absl::Status NoteFailure(UpstreamError error);
  // Sleeps, with progress events on the way.
  Task<absl::Status> Pause(absl::Duration duration);
  Task<absl::Status> SendProgress(v1::VideoPhase phase);

  CallContext& call_;
  HttpClient& client_;
  const Provider& provider_;
  Credential& credential_;
  const Operation& operation_;
  const WatchOptions& options_;
  VideoEvents& events_;
  int polls_ = 0;
  int failures_ = 0;  // In a row.
  absl::Duration next_pause_;
  MonotonicTime next_progress_;  // Nothing has to be said before.
  int delivered_ = 0;
};

// The state of an operation, by polls that are closed at the first media byte. Repeats within
// `budget`.
Task<absl::StatusOr<v1::GetVideoOperationResponse>> PeekVideo(CallContext& call, HttpClient& client,
                                                              const Provider& provider,
                                                              Credential& credential,
                                                              const Operation& operation,
                                                              RetryBudget& budget);

// Progress of an operation that has been going on since `create_time`.
v1::VideoProgress MakeProgress(v1::VideoPhase phase, const Provider& provider,
                               const Operation& operation, int polls);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_VIDEO_WATCH_H_
