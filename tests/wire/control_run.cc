#include <string>

#include "client/grpc_status.h"
#include "tests/wire/runs.h"

namespace mediagen::testing {
namespace {

// Starts the video of the request and gives its handle.
absl::StatusOr<std::string> StartFirst(WireServer& server, NeutralRequest& request) {
  v1::StartVideoRequest call;
  call.set_model(request.model());
  absl::Status filled = FillInteraction(server, request, *call.mutable_spec());
  if (!filled.ok()) return filled;
  grpc::ClientContext context;
  SetDeadline(context);
  v1::StartVideoResponse response;
  const absl::Status started =
      client::ToAbslStatus(server.videos().StartVideo(&context, call, &response));
  if (!started.ok()) return started;
  return response.started().operation();
}

const char* WordFor(v1::VideoState state) {
  switch (state) {
    case v1::VIDEO_STATE_CANCELLED:
      return "cancelled";
    case v1::VIDEO_STATE_SUCCEEDED:
      return "succeeded";
    case v1::VIDEO_STATE_FAILED:
      return "failed";
    case v1::VIDEO_STATE_RUNNING:
      return "running";
    default:
      return "unknown";
  }
}

}  // namespace

absl::Status FillInteraction(const WireServer& server, NeutralRequest& request,
                             v1::VideoSpec& spec) {
  InteractionOptions options;
  if (absl::Status filled = request.Fill(spec, options); !filled.ok()) return filled;
  // The rest of the options is the server's own to choose.
  if (!options.previous.empty()) spec.set_previous_operation(server.HandleOf(options.previous));
  return absl::OkStatus();
}

absl::Status RunCancelVideo(WireServer& server, NeutralRequest& request, Observed& observed) {
  const absl::StatusOr<std::string> handle = StartFirst(server, request);
  if (!handle.ok()) return handle.status();
  v1::CancelVideoOperationRequest call;
  call.set_operation(*handle);
  grpc::ClientContext context;
  SetDeadline(context);
  v1::CancelVideoOperationResponse response;
  const absl::Status status =
      client::ToAbslStatus(server.videos().CancelVideoOperation(&context, call, &response));
  if (!status.ok()) return status;
  observed.SetText("status", WordFor(response.state()));
  return absl::OkStatus();
}

absl::Status RunDeleteVideo(WireServer& server, NeutralRequest& request, Observed& /*observed*/) {
  const absl::StatusOr<std::string> handle = StartFirst(server, request);
  if (!handle.ok()) return handle.status();
  v1::DeleteVideoOperationRequest call;
  call.set_operation(*handle);
  grpc::ClientContext context;
  SetDeadline(context);
  v1::DeleteVideoOperationResponse response;
  return client::ToAbslStatus(server.videos().DeleteVideoOperation(&context, call, &response));
}

}  // namespace mediagen::testing
