// Stopping a video, and having it forgotten.
#include "server/rpc/accept.h"
#include "server/rpc/video_service.h"
#include "server/upstream/error_details.h"
#include "server/upstream/interaction_control.h"

namespace mediagen {
namespace {

absl::Status Unsupported(absl::string_view reason, absl::string_view message) {
  return MakeError(absl::StatusCode::kUnimplemented, reason, message);
}

}  // namespace

grpc::ServerUnaryReactor* VideoServiceRpc::CancelVideoOperation(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AcceptUnary<v1::CancelVideoOperationRequest, v1::CancelVideoOperationResponse>(
      services_, "mediagen.v1.VideoService/CancelVideoOperation", *context, *request, *response,
      [this](Call& call, v1::CancelVideoOperationRequest& request,
             v1::CancelVideoOperationResponse& response) {
        return CancelVideoOperation(call, request, response);
      });
}

grpc::ServerUnaryReactor* VideoServiceRpc::DeleteVideoOperation(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return AcceptUnary<v1::DeleteVideoOperationRequest, v1::DeleteVideoOperationResponse>(
      services_, "mediagen.v1.VideoService/DeleteVideoOperation", *context, *request, *response,
      [this](Call& call, v1::DeleteVideoOperationRequest& request,
             v1::DeleteVideoOperationResponse& /*response*/) {
        return DeleteVideoOperation(call, request);
      });
}

Task<absl::Status> VideoServiceRpc::CancelVideoOperation(
    Call& call, v1::CancelVideoOperationRequest& request,
    v1::CancelVideoOperationResponse& response) {
  absl::StatusOr<StartedVideo> video = OpenOperation(call, request.operation());
  if (!video.ok()) co_return video.status();
  const ProviderOptions& provider = video->provider->options();
  if (!video->operation.interaction || !provider.dialect->cancel_interaction.exists()) {
    co_return Unsupported("CANCEL_UNSUPPORTED",
                          "operation: a job of this protocol cannot be stopped; nothing was sent");
  }
  absl::StatusOr<v1::VideoState> state =
      co_await CancelInteraction(call.context(), call.worker().http, *video->provider,
                                 *video->credential, video->operation, call.worker().retry_budget);
  if (!state.ok()) co_return state.status();
  response.set_state(*state);
  co_return absl::OkStatus();
}

Task<absl::Status> VideoServiceRpc::DeleteVideoOperation(Call& call,
                                                         v1::DeleteVideoOperationRequest& request) {
  absl::StatusOr<StartedVideo> video = OpenOperation(call, request.operation());
  if (!video.ok()) co_return video.status();
  const ProviderOptions& provider = video->provider->options();
  if (!video->operation.interaction || !provider.dialect->delete_interaction.exists()) {
    co_return Unsupported("DELETE_UNSUPPORTED",
                          "operation: the provider has no call to delete a job of this protocol; "
                          "nothing was sent");
  }
  absl::Status deleted =
      co_await DeleteInteraction(call.context(), call.worker().http, *video->provider,
                                 *video->credential, video->operation, call.worker().retry_budget);
  co_return deleted;
}

}  // namespace mediagen
