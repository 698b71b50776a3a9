#include "tests/wire/response_line.h"

#include <memory>

#include "absl/strings/match.h"
#include "server/upstream/error_details.h"
#include "tests/wire/json_text.h"
#include "tests/wire/neutral_request.h"
#include "tests/wire/observed.h"
#include "tests/wire/runs.h"
#include "tests/wire/scripted_upstream.h"
#include "tests/wire/wire_server.h"
#include "tests/wire/written_answer.h"

namespace mediagen::testing {
namespace {

using Run = absl::Status (*)(WireServer&, NeutralRequest&, Observed&);

Run RpcFor(const std::string& operation) {
  if (operation == "generate_images") return RunGenerateImages;
  if (operation == "upscale_image") return RunUpscaleImage;
  if (operation == "generate_videos" || absl::StartsWith(operation, "chat_video")) {
    return RunGenerateVideo;
  }
  if (operation == "cancel_video_operation") return RunCancelVideo;
  if (operation == "delete_video_operation") return RunDeleteVideo;
  if (operation == "generate_content" || operation == "chat_image") return RunChat;
  if (operation == "generate_content_stream" || operation == "chat_image_stream") {
    return RunStreamChat;
  }
  return nullptr;
}

// The request of the case, its placeholders filled.
NeutralRequest RequestOf(const WireFile& file, const ScriptedUpstream& upstream) {
  rapidjson::Document filled;
  filled.Parse<rapidjson::kParseFullPrecisionFlag>(
      FillPlaceholders(JsonText(file["request"]), upstream.base_url()));
  return NeutralRequest(filled);
}

absl::Status Play(const WireFile& file, const ScriptedUpstream& upstream, NeutralRequest& request,
                  Observed& observed) {
  if (request.operation() == "token") return RunToken(upstream, request, observed);
  if (request.operation() == "chat_video_source") return RunSourcePage(request, observed);
  const Run run = RpcFor(request.operation());
  if (run == nullptr) return InvalidField("operation", "is not known");
  const absl::StatusOr<std::unique_ptr<WireServer>> server = WireServer::Start(file, upstream);
  if (!server.ok()) return server.status();
  return run(**server, request, observed);
}

void NoteSeen(const SeenRequests& seen, Observed& observed) {
  observed.SetNumber("paid_requests_seen", seen.paid);
  observed.SetNumber("upstream_requests_seen", seen.other_than_token);
  observed.SetNumber("token_requests_seen", seen.token);
  observed.SetNumber("polls", seen.polls);
  observed.SetText("poll_path", seen.last_poll_path);
  observed.SetText("download_path", seen.last_download_path);
}

}  // namespace

absl::StatusOr<std::string> ResponseLine(const WireFolder& folder, const WireFile& file) {
  const auto upstream = ScriptedUpstream::Start(folder, file);
  if (!upstream.ok()) return upstream.status();
  NeutralRequest request = RequestOf(file, **upstream);
  Observed observed(file.name());
  const absl::Status played = Play(file, **upstream, request, observed);
  if (!played.ok()) observed.SetError("error", played);
  NoteSeen((*upstream)->seen(), observed);
  return observed.Line((*upstream)->base_url());
}

}  // namespace mediagen::testing
