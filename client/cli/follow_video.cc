#include "client/cli/follow_video.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/call_error.h"

namespace mediagen::client {
namespace {

constexpr absl::Duration kFirstPause = absl::Seconds(1);
constexpr absl::Duration kLongestPause = absl::Seconds(15);

absl::StatusOr<v1::VideoCompleted> JoinAgain(Session& session, VideoDownload& download) {
  if (absl::Status status = session.Connect(); !status.ok()) return status;
  return download.Resume(session.call_options());
}

}  // namespace

absl::Status VideoReporter::OnStarted(const v1::VideoStarted& started) {
  session_.progressed = Progressed::kStarted;
  session_.SetOperation(started.operation(), names_.NamedAs(), count_);
  session_.result().mutable_warnings()->MergeFrom(started.warnings());
  Record& record = sink_.base();
  record.set_operation(started.operation());
  if (!started.request_id().empty()) record.set_request_id(started.request_id());
  if (!started.provider().empty()) record.set_provider(started.provider());
  if (!started.model().empty()) record.set_model(started.model());
  if (started.has_create_time()) *record.mutable_create_time() = started.create_time();
  session_.progress().Note(absl::StrCat("operation ", started.operation()));
  // The video is paid: a record that cannot be written is no reason to leave it.
  if (absl::Status status = sink_.WriteEarlyRecords(); !status.ok()) {
    session_.progress().Note(absl::StrCat("warning: ", std::string(status.message())));
  }
  return absl::OkStatus();
}

absl::Status VideoReporter::OnProgress(const v1::VideoProgress& progress) {
  session_.progress().Show(progress);
  return absl::OkStatus();
}

absl::StatusOr<v1::VideoCompleted> FollowToEnd(Session& session, VideoDownload& download,
                                               absl::StatusOr<v1::VideoCompleted> first,
                                               int reconnects) {
  absl::StatusOr<v1::VideoCompleted> outcome = std::move(first);
  absl::Duration pause = kFirstPause;
  for (int tries = 0; tries < reconnects; ++tries) {
    if (outcome.ok() || !download.resume_point() ||
        !VideoDownload::IsInterruption(outcome.status())) {
      return outcome;
    }
    const CallError error = ParseCallError(outcome.status());
    const absl::Duration wait = std::max(pause, error.retry_delay.value_or(pause));
    session.progress().Note(absl::StrCat("the stream broke (",
                                         error.reason.empty() ? error.message : error.reason,
                                         "); joining again in ", absl::FormatDuration(wait)));
    if (!session.Sleep(wait)) return outcome;
    const ResumePoint before = *download.resume_point();
    outcome = JoinAgain(session, download);
    const ResumePoint& after = *download.resume_point();
    const bool advanced =
        after.video_index != before.video_index || after.byte_offset != before.byte_offset;
    if (advanced) tries = -1;
    pause = advanced ? kFirstPause : std::min(2 * pause, kLongestPause);
  }
  return outcome;
}

absl::Status FinishVideo(Session& session, ResultSink& sink,
                         const absl::StatusOr<v1::VideoCompleted>& completed) {
  session.progress().Stop();
  if (!completed.ok()) {
    if (IsFinal(ParseCallError(completed.status()))) sink.DropEarlyRecords();
    return completed.status();
  }
  CommandResult& result = session.result();
  if (completed->has_cost()) *result.mutable_cost() = completed->cost();
  result.mutable_warnings()->MergeFrom(completed->warnings());
  if (completed->outcome() == v1::VIDEO_OUTCOME_UNKNOWN) {
    return LocalError(absl::StatusCode::kUnknown, "VIDEO_OUTCOME_UNKNOWN",
                      "the provider's answer ended before the job did; it may still finish");
  }
  return sink.late_error();
}

}  // namespace mediagen::client
