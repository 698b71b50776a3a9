#include <algorithm>
#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/cli/follow_video.h"
#include "client/cli/paid_request.h"
#include "client/cli/record_file.h"
#include "client/cli/shell_word.h"
#include "client/cli/usage_error.h"

namespace mediagen::client {
namespace {

constexpr int64_t kReserveBytes = 64'000'000;

absl::Status CheckSubject(const Arguments& arguments, const v1::VideoSpec& spec) {
  if (arguments.positional() || spec.has_image() || spec.has_video()) return absl::OkStatus();
  return UsageError("PROMPT is missing (it may be left out only with --image or --video-in)");
}

// A part file of another job holds bytes that were paid for.
absl::Status CheckNoOtherJob(const OutputNames& names, int count) {
  for (int index = 0; index < std::max(1, count); ++index) {
    const std::string path = names.Path(index);
    if (path.empty()) continue;
    const Record record = ReadRecord(path);
    if (record.operation().empty() || record.has_finish_time()) continue;
    return UsageError(absl::StrCat("-o: ", path,
                                   " belongs to a video that is paid and not fetched; "
                                   "fetch it by\n  mediagen watch ",
                                   ShellWord(record.operation()), " -o ", ShellWord(path),
                                   "\nor remove ", path, ".json"));
  }
  return absl::OkStatus();
}

// Both ways that do not wait for the video: nothing is started, or others fetch it.
absl::Status StartOnly(Session& session, const v1::GenerateVideoRequest& generate, int count) {
  v1::StartVideoRequest request;
  // The two requests have the same fields under the same numbers.
  request.ParseFromString(generate.SerializeAsString());
  if (!request.validate_only()) session.progressed = Progressed::kSent;
  session.progress().Show(request.validate_only() ? "checking" : "starting");
  const auto started = session.client().StartVideo(request, session.call_options());
  session.progress().Stop();
  if (!started.ok()) return started.status();
  Record record;
  record.set_prompt(request.spec().prompt());
  NoteStarted(session, *started, record);
  if (request.validate_only()) {
    return FinishCheck(session,
                       started->has_estimated_cost() ? &started->estimated_cost() : nullptr);
  }
  session.progressed = Progressed::kStarted;
  session.SetOperation(started->operation(), session.arguments().Value("-o").value_or(""), count);
  if (!session.json()) absl::PrintF("%s\n", started->operation());
  session.progress().Note(
      absl::StrCat("started and paid; this fetches it:\n  ", session.result().resume_command()));
  return absl::OkStatus();
}

}  // namespace

absl::Status RunVideo(Session& session) {
  v1::GenerateVideoRequest request;
  Record record;
  if (absl::Status status = BeginPaidRequest(session, request, record); !status.ok()) return status;
  if (absl::Status status = CheckSubject(session.arguments(), request.spec()); !status.ok())
    return status;
  const auto reconnects = session.arguments().Number("--reconnects", kDefaultReconnects, 0);
  if (!reconnects.ok()) return reconnects.status();
  record.set_prompt(request.spec().prompt());

  const int count = request.spec().number_of_videos();
  if (session.arguments().Has("--start-only") || request.validate_only()) {
    if (absl::Status status = session.Connect(); !status.ok()) return status;
    return StartOnly(session, request, count);
  }
  auto names = OutputNames::Create(session.arguments().Value("-o"),
                                   {.stem = "video", .extension = ".mp4"}, count);
  if (!names.ok()) return names.status();
  if (absl::Status status = CheckNoOtherJob(*names, count); !status.ok()) return status;
  ResultSink sink(*names, record, session.progress(), session.result());
  if (absl::Status status = sink.Prepare(count, kReserveBytes); !status.ok()) return status;
  if (absl::Status status = session.Connect(); !status.ok()) return status;

  VideoReporter reporter(session, *names, sink, count);
  VideoDownload download(session.client(), reporter, sink);
  MarkSent(session, sink.base());
  session.progress().Show("starting");
  auto completed = download.Generate(request, session.call_options());
  completed = FollowToEnd(session, download, std::move(completed), *reconnects);
  return FinishVideo(session, sink, completed);
}

}  // namespace mediagen::client
