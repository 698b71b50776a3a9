#include "server/upstream/video_pace.h"

#include <google/protobuf/util/message_differencer.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "server/async/sleep.h"
#include "server/upstream/error_details.h"
#include "server/upstream/retry_budget.h"
#include "server/upstream/upstream_status.h"
#include "server/upstream/video_poll.h"

namespace mediagen {
namespace {

using google::protobuf::util::TimeUtil;

absl::Duration UsualTime(const Provider& provider, const Operation& operation) {
  const ModelRow* row = provider.FindModel(operation.model);
  return row == nullptr ? absl::ZeroDuration() : row->usual_time();
}

// The next point in time at which many waits may end together: a loop that wakes for each of ten
// thousand spends more on waking than on their polls.
MonotonicTime OnBeat(MonotonicTime when) {
  constexpr std::chrono::milliseconds kBeat(10);
  if (when == kNever) return when;
  const auto since = when.time_since_epoch() + kBeat - std::chrono::nanoseconds(1);
  return MonotonicTime(since - since % kBeat);
}

}  // namespace

VideoPace::VideoPace(CallContext& call, const Provider& provider, const Operation& operation,
                     const WatchOptions& options, VideoEvents& events)
    : call_(call),
      provider_(provider),
      operation_(operation),
      options_(options),
      events_(events),
      next_pause_(options.poll_interval),
      next_progress_(After(call.loop().now(), options.progress_interval)),
      give_up_(After(call.loop().now(), options.wait_limit)) {
  provider_.traffic().metrics().waiting_operations.Add(1);
}

VideoPace::~VideoPace() { provider_.traffic().metrics().waiting_operations.Add(-1); }

void VideoPace::BeginTransfer() {
  if (phase_ == v1::VIDEO_PHASE_TRANSFERRING) return;
  phase_ = v1::VIDEO_PHASE_TRANSFERRING;
  has_news_ = true;
  give_up_ = After(call_.loop().now(), options_.wait_limit);
}

void VideoPace::Say(const v1::VideoProgress& said) {
  if (google::protobuf::util::MessageDifferencer::Equals(said, said_)) return;
  said_ = said;
  has_news_ = true;
}

Task<absl::Status> VideoPace::Pause(absl::Duration duration) {
  MonotonicTime until = After(call_.loop().now(), duration);
  // Who does not want to wait does not wait for the beat either.
  if (duration > absl::ZeroDuration()) until = OnBeat(until);
  while (call_.loop().now() < until) {
    if (absl::Status sent = co_await SendDueProgress(); !sent.ok()) co_return sent;
    const MonotonicTime wake = std::min(until, next_progress_);
    const absl::Duration slice = absl::FromChrono(wake - call_.loop().now());
    if (absl::Status slept = co_await Sleep(call_, slice); !slept.ok()) co_return slept;
  }
  co_return absl::OkStatus();
}

Task<absl::Status> VideoPace::PauseBeforeNextTry() {
  const absl::Duration left = absl::FromChrono(give_up_ - call_.loop().now());
  absl::Status paused = co_await Pause(std::min(next_pause_, left));
  co_return paused;
}

Task<absl::Status> VideoPace::SendProgress() {
  next_progress_ = After(call_.loop().now(), options_.progress_interval);
  has_news_ = false;
  v1::WatchVideoResponse event;
  *event.mutable_progress() = MakeProgress(phase_, provider_, operation_, polls_);
  event.mutable_progress()->MergeFrom(said_);
  absl::Status sent = co_await events_.Send(std::move(event));
  co_return sent;
}

Task<absl::Status> VideoPace::SendDueProgress() {
  if (!has_news_ && call_.loop().now() < next_progress_) co_return absl::OkStatus();
  absl::Status sent = co_await SendProgress();
  co_return sent;
}

absl::Duration VideoPace::Quiet() const {
  MonotonicTime until = next_progress_;
  // Behind the limit a last look may still be under way.
  if (!IsOver()) until = std::min(until, give_up_);
  return absl::FromChrono(until - call_.loop().now());
}

bool VideoPace::IsOver(absl::Duration grace) const {
  return call_.loop().now() >= After(give_up_, grace);
}

absl::Status VideoPace::WaitLimit() {
  return MakeError(
      absl::StatusCode::kAborted, "OPERATION_WAIT_LIMIT",
      "the video is still not done; the operation goes on and can be joined with WatchVideo");
}

void VideoPace::NoteSuccess() {
  failures_ = 0;
  next_pause_ = Jittered(options_.poll_interval);
}

void VideoPace::HoldBack(const absl::Status& why) {
  next_pause_ =
      std::max(Jittered(options_.poll_interval), RetryDelay(why).value_or(absl::ZeroDuration()));
}

absl::Status VideoPace::NoteFailure(const UpstreamError& error) {
  if (!MayTryAgain(error.transient, RetryAfter(error, absl::ZeroDuration()))) {
    return PollStatus(error);
  }
  return absl::OkStatus();
}

absl::Status VideoPace::NoteFailure(const absl::Status& status) {
  const std::optional<absl::Duration> delay = RetryDelay(status);
  const absl::Duration asked = delay.value_or(absl::ZeroDuration());
  return MayTryAgain(delay.has_value(), asked) ? absl::OkStatus() : status;
}

bool VideoPace::MayTryAgain(bool transient, absl::Duration asked) {
  ++failures_;
  if (!transient || failures_ >= options_.max_poll_failures) return false;
  const absl::Duration backoff = Backoff(failures_ - 1, options_.longest_backoff);
  next_pause_ = std::max({asked, backoff, options_.poll_interval});
  return true;
}

v1::VideoProgress MakeProgress(v1::VideoPhase phase, const Provider& provider,
                               const Operation& operation, int polls) {
  v1::VideoProgress progress;
  progress.set_phase(phase);
  progress.set_polls(polls);
  const absl::Duration elapsed =
      std::max(absl::ZeroDuration(), absl::Now() - operation.create_time);
  *progress.mutable_elapsed() = TimeUtil::NanosecondsToDuration(absl::ToInt64Nanoseconds(elapsed));
  const absl::Duration usual = UsualTime(provider, operation);
  if (phase == v1::VIDEO_PHASE_GENERATING && usual > absl::ZeroDuration()) {
    progress.set_estimated_fraction(std::min(0.99, absl::FDivDuration(elapsed, usual)));
  }
  return progress;
}

}  // namespace mediagen
