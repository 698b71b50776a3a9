// How a video is waited for.
#ifndef MEDIAGEN_SERVER_UPSTREAM_VIDEO_PACE_H_
#define MEDIAGEN_SERVER_UPSTREAM_VIDEO_PACE_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/upstream/link_rules.h"
#include "server/upstream/operation.h"
#include "server/upstream/provider.h"
#include "server/upstream/upstream_error.h"
#include "server/upstream/video_events.h"

namespace mediagen {

// How operations are waited for. A plain value.
class WatchOptions {
 public:
  WatchOptions() { files.hosts = {"*"}; }
  absl::Duration poll_interval = absl::Seconds(10);  // ± 20 %
  absl::Duration longest_backoff = absl::Seconds(60);
  absl::Duration progress_interval = absl::Seconds(10);
  // Polls that may fail in a row before the wait is given up.
  int max_poll_failures = 10;
  // Overall limit of one wait for a job, and then once more for the transfer of its videos.
  absl::Duration wait_limit = absl::Minutes(20);
  // Where a provider's files may redirect to; anywhere public unless configured otherwise.
  LinkRules files;
  // Which links of a reverse channel are fetched.
  LinkRules links;
};

// The patience of one call that waits for a video: pauses with signs of life, failures that may
// still be borne, and the end of the wait. Owned by the flow that waits, in its scope; everything
// it is given outlives it. Loop thread only.
class VideoPace {
 public:
  VideoPace(CallContext& call, const Provider& provider, const Operation& operation,
            const WatchOptions& options, VideoEvents& events);
  ~VideoPace();
  VideoPace(const VideoPace&) = delete;
  VideoPace& operator=(const VideoPace&) = delete;

  CallContext& call() { return call_; }
  const WatchOptions& options() const { return options_; }

  // The upstream is asked once more.
  void CountPoll() { ++polls_; }
  // Videos begin to come: from here on the limit runs anew, once.
  void BeginTransfer();
  // What the upstream says of its own progress, for the events from here on.
  void Say(const v1::VideoProgress& said);

  // Sleeps, with the progress events that are due on the way.
  Task<absl::Status> Pause(absl::Duration duration);
  // The pause that is due before the next try, cut at the limit.
  Task<absl::Status> PauseBeforeNextTry();
  Task<absl::Status> SendProgress();
  // The same if one is due, or says something new.
  Task<absl::Status> SendDueProgress();
  // How long a read may stay silent: until something has to be said, or to the limit.
  absl::Duration Quiet() const;

  // Whether the limit has passed, `grace` on top; and what the wait then ends with.
  bool IsOver(absl::Duration grace = absl::ZeroDuration()) const;
  static absl::Status WaitLimit();

  void NoteSuccess();
  // The upstream was not asked, for that reason: the next try comes when it allows one.
  void HoldBack(const absl::Status& why);
  // A try that brought nothing: OK to try again, else how it all ends.
  absl::Status NoteFailure(const UpstreamError& error);
  // The same of a try that ended with what the caller of a free call sees.
  absl::Status NoteFailure(const absl::Status& status);

 private:
  bool MayTryAgain(bool transient, absl::Duration asked);

  CallContext& call_;
  const Provider& provider_;
  const Operation& operation_;
  const WatchOptions& options_;
  VideoEvents& events_;
  v1::VideoPhase phase_ = v1::VIDEO_PHASE_GENERATING;
  v1::VideoProgress said_;
  int polls_ = 0;
  int failures_ = 0;  // In a row.
  absl::Duration next_pause_;
  bool has_news_ = true;
  MonotonicTime next_progress_;  // Without news nothing has to be said before.
  MonotonicTime give_up_;
};

// Progress of an operation that has been going on since its start.
v1::VideoProgress MakeProgress(v1::VideoPhase phase, const Provider& provider,
                               const Operation& operation, int polls);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_VIDEO_PACE_H_
