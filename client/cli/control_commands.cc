#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "client/cli/request_fields.h"
#include "client/cli/session.h"
#include "client/cli/video_state_word.h"

namespace mediagen::client {
namespace {

// What a state means for whoever wanted to stop the job; nothing where the word says it all.
absl::string_view MeaningOf(v1::VideoState state) {
  switch (state) {
    case v1::VIDEO_STATE_CANCELLED:
      return "no refund is promised: what a cancelled job costs is not documented";
    case v1::VIDEO_STATE_SUCCEEDED:
      return "too late: the video is made and paid";
    case v1::VIDEO_STATE_RUNNING:
      return "not stopped yet, or not at all; `mediagen status` tells";
    case v1::VIDEO_STATE_UNKNOWN:
      return "the provider did not say; `mediagen status` tells";
    default:
      return "";
  }
}

}  // namespace

absl::Status RunCancel(Session& session) {
  v1::CancelVideoOperationRequest request;
  absl::Status filled = FillRequest(session.command(), session.arguments(), request);
  if (!filled.ok()) return filled;
  if (absl::Status status = session.Connect(); !status.ok()) return status;
  const auto response = session.client().CancelVideoOperation(request, session.call_options());
  if (!response.ok()) return response.status();
  session.result().mutable_status()->set_state(response->state());
  if (!session.json()) absl::PrintF("%s\n", VideoStateWord(response->state()));
  const absl::string_view meaning = MeaningOf(response->state());
  if (!meaning.empty()) session.progress().Note(std::string(meaning));
  return absl::OkStatus();
}

absl::Status RunDelete(Session& session) {
  v1::DeleteVideoOperationRequest request;
  absl::Status filled = FillRequest(session.command(), session.arguments(), request);
  if (!filled.ok()) return filled;
  if (absl::Status status = session.Connect(); !status.ok()) return status;
  const auto response = session.client().DeleteVideoOperation(request, session.call_options());
  if (!response.ok()) return response.status();
  if (!session.json()) absl::PrintF("deleted\n");
  session.progress().Note("nothing is refunded; copies in files and buckets are not touched");
  return absl::OkStatus();
}

}  // namespace mediagen::client
