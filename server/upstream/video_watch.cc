#include "server/upstream/video_watch.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <utility>

#include "server/async/sleep.h"
#include "server/upstream/catalogue.h"
#include "server/upstream/error_details.h"
#include "server/upstream/media_reader.h"
#include "server/upstream/upstream_error.h"
#include "server/upstream/upstream_text.h"
#include "server/upstream/video_formats.h"

namespace mediagen {
namespace {

using google::protobuf::util::TimeUtil;

// Of one look at an operation.
constexpr int kMaxPeeks = 3;
constexpr int kUnauthorized = 401;

absl::Status PollStatus(const UpstreamError& error) {
  if (error.cause == UpstreamError::Cause::kModelUnknown ||
      error.code == absl::StatusCode::kNotFound) {
    absl::Status expired = MakeError(absl::StatusCode::kNotFound, "OPERATION_EXPIRED",
                                     "the upstream no longer knows this operation");
    SetErrorMetadata(expired, "upstream_code", "NOT_FOUND");
    SetErrorMetadata(expired, "upstream_message", error.message);
    return expired;
  }
  return FreeCallStatus(error);
}

// The error that a poll's whole answer is, if it is one: an error object without `done` speaks of
// the poll, not of the job.
bool IsPollError(JsonView envelope) {
  return !envelope.IsObject() ||
         (!envelope.Get("done").IsTrue() && FindErrorObject(envelope).exists());
}

absl::Duration UsualTime(const Provider& provider, const Operation& operation) {
  const ModelRow* row = provider.FindModel(operation.model);
  return row == nullptr ? absl::ZeroDuration() : row->usual_time();
}

}  // namespace

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

VideoWatch::VideoWatch(CallContext& call, HttpClient& client, const Provider& provider,
                       Credential& credential, const Operation& operation,
                       const WatchOptions& options, VideoEvents& events)
    : call_(call),
      client_(client),
      provider_(provider),
      credential_(credential),
      operation_(operation),
      options_(options),
      events_(events),
      next_pause_(options.poll_interval),
      next_progress_(After(call.loop().now(), options.progress_interval)) {}

Task<absl::Status> VideoWatch::Run(int index, int64_t offset, absl::Duration first_pause,
                                   v1::GenerationRecord record) {
  VideoDelivery delivery(events_, index, offset, std::move(record));
  const MonotonicTime give_up = After(call_.loop().now(), options_.wait_limit);
  if (absl::Status paused = co_await Pause(Jittered(first_pause)); !paused.ok()) co_return paused;
  for (;;) {
    delivery.BeginPoll();
    absl::StatusOr<Outcome> outcome = co_await PollOnce(delivery);
    if (!outcome.ok()) co_return outcome.status();
    if (*outcome == Outcome::kDone) break;
    if (call_.loop().now() >= give_up) {
      co_return MakeError(
          absl::StatusCode::kAborted, "OPERATION_WAIT_LIMIT",
          "the video is still not done; the operation goes on and can be joined with WatchVideo");
    }
    const absl::Duration left = absl::FromChrono(give_up - call_.loop().now());
    const absl::Duration pause = std::min(next_pause_, left);
    if (absl::Status paused = co_await Pause(pause); !paused.ok()) co_return paused;
  }
  delivered_ = delivery.delivered();
  co_return absl::OkStatus();
}

Task<absl::StatusOr<VideoWatch::Outcome>> VideoWatch::PollOnce(VideoDelivery& delivery) {
  ++polls_;
  UpstreamRequest request = EncodePollVideo(provider_.options(), operation_.upstream_name);
  absl::StatusOr<AccessKey> key = co_await credential_.Get(call_, client_);
  if (!key.ok()) co_return key.status();
  Authorize(request, *key);
  MediaReader reader(client_, call_, request.http);
  for (;;) {
    MediaPiece piece;
    const absl::Duration quiet = absl::FromChrono(next_progress_ - call_.loop().now());
    absl::StatusOr<MediaRead> read = co_await reader.Next(piece, quiet);
    if (!read.ok()) co_return read.status();
    if (*read == MediaRead::kEnd) break;
    if (*read == MediaRead::kPiece) {
      absl::Status taken = co_await delivery.OnPiece(std::move(piece));
      if (!taken.ok()) co_return taken;
    }
    // Also between pieces: those that the caller already has are passed over in silence.
    if (call_.loop().now() < next_progress_) continue;
    v1::VideoPhase phase = v1::VIDEO_PHASE_GENERATING;
    if (delivery.transferring()) phase = v1::VIDEO_PHASE_TRANSFERRING;
    if (absl::Status told = co_await SendProgress(phase); !told.ok()) co_return told;
  }
  if (!reader.ok()) {
    // The next poll shows another key, where there is one.
    if (reader.exchange().head().status == kUnauthorized) credential_.Refuse(*key);
    if (absl::Status failed = NoteFailure(reader.error()); !failed.ok()) co_return failed;
    co_return Outcome::kFailed;
  }
  absl::StatusOr<Outcome> outcome = co_await ReadAnswer(reader, delivery);
  co_return outcome;
}

Task<absl::StatusOr<VideoWatch::Outcome>> VideoWatch::ReadAnswer(const MediaReader& reader,
                                                                 VideoDelivery& delivery) {
  rapidjson::Document document;
  const bool parsed = ParseJson(reader.envelope(), document);
  const JsonView envelope(&document);
  if (!parsed || IsPollError(envelope)) {
    UpstreamError error = UnreadableAnswer("no JSON object");
    if (parsed) error = ReadUpstreamError(reader.exchange().head(), reader.envelope());
    if (absl::Status failed = NoteFailure(error); !failed.ok()) co_return failed;
    co_return Outcome::kFailed;
  }
  failures_ = 0;
  next_pause_ = Jittered(options_.poll_interval);
  const VideoStatus status = ReadVideoStatus(envelope);
  if (!status.done) co_return Outcome::kPending;
  if (!status.failure.ok()) co_return status.failure;
  if (absl::Status finished = co_await delivery.Finish(status); !finished.ok()) co_return finished;
  if (status.filtered_count > 0) {
    v1::WatchVideoResponse event;
    event.mutable_filtered()->set_count(status.filtered_count);
    for (const std::string& reason : status.filter_reasons) {
      *event.mutable_filtered()->add_items() = FilteredItemFrom(reason);
    }
    if (absl::Status sent = co_await events_.Send(std::move(event)); !sent.ok()) co_return sent;
  }
  co_return Outcome::kDone;
}

absl::Status VideoWatch::NoteFailure(UpstreamError error) {
  error.callers_key = credential_.IsCallers();
  ++failures_;
  if (!error.transient || failures_ >= options_.max_poll_failures) return PollStatus(error);
  const absl::Duration backoff = Backoff(failures_ - 1, options_.longest_backoff);
  next_pause_ =
      std::max({RetryAfter(error, absl::ZeroDuration()), backoff, options_.poll_interval});
  return absl::OkStatus();
}

Task<absl::Status> VideoWatch::Pause(absl::Duration duration) {
  const MonotonicTime until = After(call_.loop().now(), duration);
  for (;;) {
    const absl::Duration left = absl::FromChrono(until - call_.loop().now());
    if (left <= absl::ZeroDuration()) co_return absl::OkStatus();
    if (absl::Status sent = co_await SendProgress(v1::VIDEO_PHASE_GENERATING); !sent.ok())
      co_return sent;
    const absl::Duration slice = std::min(left, options_.progress_interval);
    if (absl::Status slept = co_await Sleep(call_, slice); !slept.ok()) co_return slept;
  }
}

Task<absl::Status> VideoWatch::SendProgress(v1::VideoPhase phase) {
  next_progress_ = After(call_.loop().now(), options_.progress_interval);
  v1::WatchVideoResponse event;
  *event.mutable_progress() = MakeProgress(phase, provider_, operation_, polls_);
  absl::Status sent = co_await events_.Send(std::move(event));
  co_return sent;
}

Task<absl::StatusOr<v1::GetVideoOperationResponse>> PeekVideo(CallContext& call, HttpClient& client,
                                                              const Provider& provider,
                                                              Credential& credential,
                                                              const Operation& operation,
                                                              RetryBudget& budget) {
  v1::GetVideoOperationResponse response;
  response.set_provider(operation.provider);
  response.set_model(operation.model);
  *response.mutable_create_time() =
      TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(operation.create_time));
  UpstreamRequest request = EncodePollVideo(provider.options(), operation.upstream_name);
  budget.CountCall();
  for (int peeks = 1;; ++peeks) {
    UpstreamError error;
    absl::StatusOr<AccessKey> key = co_await credential.Get(call, client);
    if (!key.ok()) co_return key.status();
    Authorize(request, *key);
    {
      MediaReader reader(client, call, request.http);
      MediaPiece piece;
      absl::StatusOr<MediaRead> read = co_await reader.Next(piece, absl::InfiniteDuration());
      if (!read.ok()) co_return read.status();
      if (*read == MediaRead::kPiece) {
        response.set_state(v1::VIDEO_STATE_SUCCEEDED);
        co_return response;
      }
      rapidjson::Document document;
      const bool parsed = reader.ok() && ParseJson(reader.envelope(), document);
      if (parsed && !IsPollError(JsonView(&document))) {
        const VideoStatus status = ReadVideoStatus(JsonView(&document));
        response.set_state(v1::VIDEO_STATE_SUCCEEDED);
        if (!status.done) {
          response.set_state(v1::VIDEO_STATE_RUNNING);
          *response.mutable_progress() =
              MakeProgress(v1::VIDEO_PHASE_GENERATING, provider, operation, peeks);
        } else if (!status.failure.ok()) {
          const google::rpc::ErrorInfo info = ErrorInfoOf(status.failure);
          response.set_state(v1::VIDEO_STATE_FAILED);
          response.mutable_error()->set_code(static_cast<int>(status.failure.code()));
          response.mutable_error()->set_reason(info.reason());
          response.mutable_error()->set_message(std::string(status.failure.message()));
          *response.mutable_error()->mutable_metadata() = info.metadata();
        }
        co_return response;
      }
      if (reader.exchange().head().status == kUnauthorized) credential.Refuse(*key);
      error = reader.ok() ? ReadUpstreamError(reader.exchange().head(), reader.envelope())
                          : reader.error();
    }
    error.callers_key = credential.IsCallers();
    if (!error.transient || peeks == kMaxPeeks || !budget.Spend(call.loop().now()))
      co_return PollStatus(error);
    const absl::Duration pause =
        std::max(RetryAfter(error, absl::ZeroDuration()), Backoff(peeks - 1, absl::Seconds(2)));
    if (absl::Status slept = co_await Sleep(call, pause); !slept.ok()) co_return slept;
  }
}

}  // namespace mediagen
