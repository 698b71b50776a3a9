#include <google/protobuf/util/time_util.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "client/cli/printable.h"
#include "client/cli/request_fields.h"
#include "client/cli/session.h"
#include "client/cli/video_state_word.h"

namespace mediagen::client {
namespace {

void PrintRow(absl::string_view name, absl::string_view value) {
  if (!value.empty()) absl::PrintF("%-10s %s\n", name, value);
}

void PrintProgress(const v1::VideoProgress& progress) {
  PrintRow("elapsed", google::protobuf::util::TimeUtil::ToString(progress.elapsed()));
  if (progress.has_upstream_percent()) {
    PrintRow("percent", absl::StrCat(progress.upstream_percent()));
  }
  if (progress.has_upstream_retry()) {
    PrintRow("retry",
             progress.has_upstream_retry_limit()
                 ? absl::StrCat(progress.upstream_retry(), " of ", progress.upstream_retry_limit())
                 : absl::StrCat(progress.upstream_retry()));
  }
  PrintRow("task", PrintableLine(progress.task_id()));
  PrintRow("page", PrintableLine(progress.progress_page()));
  PrintRow("state page", PrintableLine(progress.source_page()));
  PrintRow("prompt", PrintableLine(progress.revised_prompt()));
}

void Print(const v1::GetVideoOperationResponse& response, const std::string& resume_command) {
  PrintRow("state", VideoStateWord(response.state()));
  PrintRow("provider", response.provider());
  PrintRow("model", response.model());
  if (response.has_create_time()) {
    PrintRow("started", google::protobuf::util::TimeUtil::ToString(response.create_time()));
  }
  if (response.has_progress()) PrintProgress(response.progress());
  if (response.has_error()) {
    PrintRow("reason", response.error().reason());
    PrintRow("message", response.error().message());
    const auto& metadata = response.error().metadata();
    if (const auto found = metadata.find("upstream_message"); found != metadata.end()) {
      PrintRow("upstream", found->second);
    }
  } else {
    PrintRow("fetch", resume_command);
  }
}

}  // namespace

absl::Status RunStatus(Session& session) {
  v1::GetVideoOperationRequest request;
  if (absl::Status status = FillRequest(session.command(), session.arguments(), request);
      !status.ok()) {
    return status;
  }
  if (absl::Status status = session.Connect(); !status.ok()) return status;
  const auto response = session.client().GetVideoOperation(request, session.call_options());
  if (!response.ok()) return response.status();
  session.SetOperation(request.operation(), "", 1);
  *session.result().mutable_status() = *response;
  if (!session.json()) Print(*response, session.result().resume_command());
  return absl::OkStatus();
}

}  // namespace mediagen::client
