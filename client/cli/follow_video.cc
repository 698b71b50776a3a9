#include "client/cli/follow_video.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/call_error.h"
#include "client/cli/printable.h"
#include "client/cli/usd.h"

namespace mediagen::client {
namespace {

constexpr absl::Duration kFirstPause = absl::Seconds(1);
constexpr absl::Duration kLongestPause = absl::Seconds(15);

absl::StatusOr<v1::VideoCompleted> JoinAgain(Session& session, VideoDownload& download) {
  if (absl::Status status = session.Connect(); !status.ok()) return status;
  return download.Resume(session.call_options());
}

}  // namespace

void NoteStarted(Session& session, const v1::VideoStarted& started, Record& record) {
  CommandResult& result = session.result();
  session.AddWarnings(started.warnings());
  if (started.has_estimated_cost()) {
    *result.mutable_estimated_cost() = started.estimated_cost();
  }
  record.set_operation(started.operation());
  const auto take = [](const std::string& value, std::string* field) {
    if (!value.empty()) *field = value;
  };
  take(started.request_id(), record.mutable_request_id());
  take(started.provider(), record.mutable_provider());
  take(started.model(), record.mutable_model());
  if (started.has_create_time()) *record.mutable_create_time() = started.create_time();
  if (started.prompt().empty() || started.prompt() == record.prompt()) return;
  record.set_original_prompt(record.prompt());
  record.set_prompt(started.prompt());
  session.progress().Note(absl::StrCat("prompt as sent: ", PrintableLine(started.prompt())));
}

absl::Status VideoReporter::OnStarted(const v1::VideoStarted& started) {
  NoteStarted(session_, started, sink_.base());
  if (started.operation().empty()) return absl::OkStatus();
  session_.progressed = Progressed::kStarted;
  session_.SetOperation(started.operation(), names_.NamedAs(), count_);
  session_.progress().Note(absl::StrCat("operation ", started.operation()));
  if (started.has_estimated_cost()) {
    session_.progress().Note(
        absl::StrCat("estimated cost: ", UsdText(started.estimated_cost().nano_usd())));
  }
  WriteEarlyRecords();
  return absl::OkStatus();
}

void VideoReporter::WriteEarlyRecords() {
  // The video is paid: a record that cannot be written is no reason to leave it.
  if (absl::Status status = sink_.WriteEarlyRecords(); !status.ok()) {
    session_.progress().Note(absl::StrCat("warning: ", std::string(status.message())));
  }
}

bool VideoReporter::NoteNew(absl::string_view words, const std::string& value, std::string* known) {
  if (value.empty() || value == *known) return false;
  *known = value;
  session_.progress().Note(absl::StrCat(words, PrintableLine(value)));
  return true;
}

absl::Status VideoReporter::OnProgress(const v1::VideoProgress& progress) {
  Record& record = sink_.base();
  bool is_new = NoteNew("task ", progress.task_id(), record.mutable_task_id());
  is_new |= NoteNew("to be followed on ", progress.progress_page(), record.mutable_progress_page());
  is_new |=
      NoteNew("its state for programs: ", progress.source_page(), record.mutable_source_page());
  is_new |= NoteNew("prompt as the provider uses it: ", progress.revised_prompt(),
                    record.mutable_rewritten_prompt());
  // What leads to a paid job must outlive this process.
  if (is_new && !record.operation().empty()) WriteEarlyRecords();
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
  session.AddWarnings(completed->warnings());
  if (completed->outcome() == v1::VIDEO_OUTCOME_UNKNOWN) {
    return LocalError(absl::StatusCode::kUnknown, "VIDEO_OUTCOME_UNKNOWN",
                      "the provider's answer ended before its job did: whether there will be a "
                      "video is not known");
  }
  return sink.late_error();
}

}  // namespace mediagen::client
