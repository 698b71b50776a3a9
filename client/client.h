#ifndef MEDIAGEN_CLIENT_CLIENT_H_
#define MEDIAGEN_CLIENT_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/call_options.h"
#include "client/connection_options.h"
#include "client/conversation.h"
#include "client/observers.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "mediagen/v1/image_service.pb.h"
#include "mediagen/v1/model_service.pb.h"
#include "mediagen/v1/video_service.pb.h"

namespace mediagen::client {

// A connection to one mediagen server. Every call blocks its thread until it ends; any thread, also
// several at once. Errors carry the server's details as payloads: see ParseCallError.
//
// Nothing is ever sent twice: a call that broke is the caller's to judge, since most of them cost
// money (gRPC's own retries are off).
class Client {
 public:
  // Does not connect yet. `server` is HOST:PORT.
  explicit Client(const std::string& server, const ConnectionOptions& connection = {});
  ~Client();

  // Waits until the connection stands. Once this succeeded, a call that breaks without a reason may
  // have reached the server; if it fails (`SERVER_UNREACHABLE`), nothing was sent.
  absl::Status Connect(absl::Duration limit, const Cancellation* cancellation = nullptr);

  absl::StatusOr<v1::GenerateImagesResponse> GenerateImages(
      const v1::GenerateImagesRequest& request, const CallOptions& options = {});
  absl::StatusOr<v1::ImagesCompleted> StreamImages(const v1::StreamImagesRequest& request,
                                                   MediaObserver& media,
                                                   const CallOptions& options = {});
  absl::StatusOr<v1::UpscaleImageResponse> UpscaleImage(const v1::UpscaleImageRequest& request,
                                                        const CallOptions& options = {});
  absl::StatusOr<v1::ImagesCompleted> StreamUpscaleImage(
      const v1::StreamUpscaleImageRequest& request, MediaObserver& media,
      const CallOptions& options = {});
  absl::StatusOr<v1::ChatResponse> Chat(const v1::ChatRequest& request,
                                        const CallOptions& options = {});
  absl::StatusOr<v1::ChatCompleted> StreamChat(const v1::StreamChatRequest& request,
                                               ChatObserver& chat, MediaObserver& media,
                                               const CallOptions& options = {});
  // Begins a conversation of as many turns as it takes; `options` bound all of it, and their
  // cancellation serves no other call while it lives. Does not wait: what is wrong with `open`
  // shows in the first turn.
  std::unique_ptr<Conversation> Converse(v1::ConverseOpen open, const CallOptions& options = {});
  // To go on after a break, see VideoDownload. With validate_only the answer is in OnStarted, and
  // the operation empty.
  absl::StatusOr<v1::VideoCompleted> GenerateVideo(const v1::GenerateVideoRequest& request,
                                                   VideoObserver& video, MediaObserver& media,
                                                   const CallOptions& options = {});
  absl::StatusOr<v1::VideoStarted> StartVideo(const v1::StartVideoRequest& request,
                                              const CallOptions& options = {});
  absl::StatusOr<v1::VideoCompleted> WatchVideo(const v1::WatchVideoRequest& request,
                                                VideoObserver& video, MediaObserver& media,
                                                const CallOptions& options = {});
  absl::StatusOr<v1::GetVideoOperationResponse> GetVideoOperation(
      const v1::GetVideoOperationRequest& request, const CallOptions& options = {});
  absl::StatusOr<v1::CancelVideoOperationResponse> CancelVideoOperation(
      const v1::CancelVideoOperationRequest& request, const CallOptions& options = {});
  absl::StatusOr<v1::DeleteVideoOperationResponse> DeleteVideoOperation(
      const v1::DeleteVideoOperationRequest& request, const CallOptions& options = {});
  absl::StatusOr<v1::ListModelsResponse> ListModels(const v1::ListModelsRequest& request,
                                                    const CallOptions& options = {});
  absl::StatusOr<v1::GetModelResponse> GetModel(const v1::GetModelRequest& request,
                                                const CallOptions& options = {});
  absl::StatusOr<v1::EstimateCostResponse> EstimateCost(const v1::EstimateCostRequest& request,
                                                        const CallOptions& options = {});
  // Asks grpc.health.v1 about one service; the empty name means the server as a whole.
  absl::StatusOr<bool> IsServing(const std::string& service, const CallOptions& options = {});

 private:
  struct Stubs;

  // With what the server is shown.
  CallOptions Complete(const CallOptions& options) const;

  const std::string server_;
  const std::string token_;
  std::unique_ptr<Stubs> stubs_;
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLIENT_H_
