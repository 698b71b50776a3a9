#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/follow_video.h"
#include "client/cli/record_file.h"
#include "client/cli/usage_error.h"
#include "client/cli/watch_plan.h"

namespace mediagen::client {
namespace {

constexpr int64_t kReserveBytes = 64'000'000;

}  // namespace

absl::Status RunWatch(Session& session) {
  const Arguments& arguments = session.arguments();
  const std::string operation = *arguments.positional();
  const auto reconnects = arguments.Number("--reconnects", kDefaultReconnects, 0);
  if (!reconnects.ok()) return reconnects.status();
  const auto count = arguments.Number("--count", 1, 1);
  if (!count.ok()) return count.status();
  auto names =
      OutputNames::Create(arguments.Value("-o"), {.stem = "video", .extension = ".mp4"}, *count);
  if (!names.ok()) return names.status();
  auto plan = PlanWatch(arguments, operation, *names, *count);
  if (!plan.ok()) return plan.status();
  if (plan->complete) {
    session.progress().Note(absl::StrCat(names->Path(plan->video_index), " is already whole"));
    *session.result().add_results() = plan->record;
    return absl::OkStatus();
  }

  Record record = plan->record;
  record.set_operation(operation);
  ResultSink sink(*names, record, session.progress(), session.result());
  if (absl::Status status = sink.PrepareToGoOn(plan->video_index, plan->byte_offset, kReserveBytes);
      !status.ok()) {
    return status;
  }
  session.SetOperation(operation, names->NamedAs(), *count);
  if (absl::Status status = session.Connect(); !status.ok()) return status;
  if (plan->byte_offset > 0) {
    session.progress().Note(absl::StrCat("going on behind ", BytesText(plan->byte_offset)));
  }

  VideoReporter reporter(session, *names, sink, *count);
  VideoDownload download(session.client(), reporter, sink);
  download.ResumeFrom(
      {.operation = operation, .video_index = plan->video_index, .byte_offset = plan->byte_offset});
  session.progress().Show("joining");
  auto completed = download.Resume(session.call_options());
  completed = FollowToEnd(session, download, std::move(completed), *reconnects);
  return FinishVideo(session, sink, completed);
}

}  // namespace mediagen::client
