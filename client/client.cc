#include "client/client.h"

#include <grpcpp/channel.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/call_error.h"
#include "client/calls.h"
#include "client/stream_events.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "mediagen/v1/chat_image_service.grpc.pb.h"
#include "mediagen/v1/image_service.grpc.pb.h"
#include "mediagen/v1/model_service.grpc.pb.h"
#include "mediagen/v1/video_service.grpc.pb.h"

namespace mediagen::client {
namespace {

// A unary answer may hold four pictures of 20 MB.
constexpr int kMaxReceiveBytes = 256 << 20;
constexpr absl::Duration kCancellationCheck = absl::Milliseconds(100);

std::shared_ptr<grpc::ChannelCredentials> Credentials(const ConnectionOptions& connection) {
  if (!connection.tls) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = connection.ca_pem;
  options.pem_cert_chain = connection.certificate_pem;
  options.pem_private_key = connection.private_key_pem;
  return grpc::SslCredentials(options);
}

std::shared_ptr<grpc::Channel> CreateChannel(const std::string& server,
                                             const ConnectionOptions& connection) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  // A retry would pay twice; this turns off transparent and configured ones alike.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  // A proxy of the environment is meant for the web, not for a server that was named.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(server, Credentials(connection), arguments);
}

}  // namespace

struct Client::Stubs {
  Stubs(const std::string& server, const ConnectionOptions& connection)
      : channel(CreateChannel(server, connection)),
        images(channel),
        chat(channel),
        videos(channel),
        models(channel),
        health(channel) {}

  std::shared_ptr<grpc::Channel> channel;
  v1::ImageService::Stub images;
  v1::ChatImageService::Stub chat;
  v1::VideoService::Stub videos;
  v1::ModelService::Stub models;
  grpc::health::v1::Health::Stub health;
};

Client::Client(const std::string& server, const ConnectionOptions& connection)
    : server_(server),
      token_(connection.token),
      stubs_(std::make_unique<Stubs>(server, connection)) {}

CallOptions Client::Complete(const CallOptions& options) const {
  CallOptions complete = options;
  if (complete.token.empty()) complete.token = token_;
  return complete;
}

Client::~Client() = default;

absl::Status Client::Connect(absl::Duration limit, const Cancellation* cancellation) {
  const absl::Time deadline = absl::Now() + limit;
  for (;;) {
    const grpc_connectivity_state state = stubs_->channel->GetState(/*try_to_connect=*/true);
    if (state == GRPC_CHANNEL_READY) return absl::OkStatus();
    if (cancellation != nullptr && cancellation->cancelled()) {
      return LocalError(absl::StatusCode::kCancelled, "INTERRUPTED",
                        "interrupted; nothing was sent");
    }
    if (state == GRPC_CHANNEL_TRANSIENT_FAILURE || absl::Now() > deadline) {
      return LocalError(absl::StatusCode::kUnavailable, "SERVER_UNREACHABLE",
                        absl::StrCat("cannot connect to ", server_, "; nothing was sent"));
    }
    const absl::Time look_again = std::min(deadline, absl::Now() + kCancellationCheck);
    stubs_->channel->WaitForStateChange(state, absl::ToChronoTime(look_again));
  }
}

absl::StatusOr<v1::GenerateImagesResponse> Client::GenerateImages(
    const v1::GenerateImagesRequest& request, const CallOptions& options) {
  return CallUnary(stubs_->images, &v1::ImageService::Stub::GenerateImages, request,
                   Complete(options));
}

absl::StatusOr<v1::ImagesCompleted> Client::StreamImages(const v1::StreamImagesRequest& request,
                                                         MediaObserver& media,
                                                         const CallOptions& options) {
  return CallStream<v1::ImagesCompleted>(
      [&](grpc::ClientContext* context) { return stubs_->images.StreamImages(context, request); },
      v1::StreamImagesResponse(),
      [&media](const auto& event) { return DispatchMedia(event, media); }, Complete(options));
}

absl::StatusOr<v1::UpscaleImageResponse> Client::UpscaleImage(
    const v1::UpscaleImageRequest& request, const CallOptions& options) {
  return CallUnary(stubs_->images, &v1::ImageService::Stub::UpscaleImage, request,
                   Complete(options));
}

absl::StatusOr<v1::ImagesCompleted> Client::StreamUpscaleImage(
    const v1::StreamUpscaleImageRequest& request, MediaObserver& media,
    const CallOptions& options) {
  return CallStream<v1::ImagesCompleted>(
      [&](grpc::ClientContext* context) {
        return stubs_->images.StreamUpscaleImage(context, request);
      },
      v1::StreamUpscaleImageResponse(),
      [&media](const auto& event) { return DispatchMedia(event, media); }, Complete(options));
}

absl::StatusOr<v1::ChatResponse> Client::Chat(const v1::ChatRequest& request,
                                              const CallOptions& options) {
  return CallUnary(stubs_->chat, &v1::ChatImageService::Stub::Chat, request, Complete(options));
}

absl::StatusOr<v1::ChatCompleted> Client::StreamChat(const v1::StreamChatRequest& request,
                                                     ChatObserver& chat, MediaObserver& media,
                                                     const CallOptions& options) {
  return CallStream<v1::ChatCompleted>(
      [&](grpc::ClientContext* context) { return stubs_->chat.StreamChat(context, request); },
      v1::StreamChatResponse(), [&](const auto& event) { return DispatchChat(event, chat, media); },
      Complete(options));
}

std::unique_ptr<Conversation> Client::Converse(v1::ConverseOpen open, const CallOptions& options) {
  return Conversation::Open(stubs_->channel, std::move(open), Complete(options));
}

absl::StatusOr<v1::VideoCompleted> Client::GenerateVideo(const v1::GenerateVideoRequest& request,
                                                         VideoObserver& video, MediaObserver& media,
                                                         const CallOptions& options) {
  bool only_checked = false;
  return CallStream<v1::VideoCompleted>(
      [&](grpc::ClientContext* context) { return stubs_->videos.GenerateVideo(context, request); },
      v1::GenerateVideoResponse(),
      [&](const auto& event) {
        if (event.has_started()) {
          only_checked = request.validate_only() && event.started().operation().empty();
          return video.OnStarted(event.started());
        }
        if (event.has_progress()) return video.OnProgress(event.progress());
        return DispatchMedia(event, media);
      },
      Complete(options), only_checked);
}

absl::StatusOr<v1::VideoStarted> Client::StartVideo(const v1::StartVideoRequest& request,
                                                    const CallOptions& options) {
  auto response =
      CallUnary(stubs_->videos, &v1::VideoService::Stub::StartVideo, request, Complete(options));
  if (!response.ok()) return response.status();
  return std::move(*response->mutable_started());
}

absl::StatusOr<v1::VideoCompleted> Client::WatchVideo(const v1::WatchVideoRequest& request,
                                                      VideoObserver& video, MediaObserver& media,
                                                      const CallOptions& options) {
  return CallStream<v1::VideoCompleted>(
      [&](grpc::ClientContext* context) { return stubs_->videos.WatchVideo(context, request); },
      v1::WatchVideoResponse(),
      [&](const auto& event) {
        if (event.has_progress()) return video.OnProgress(event.progress());
        return DispatchMedia(event, media);
      },
      Complete(options));
}

absl::StatusOr<v1::GetVideoOperationResponse> Client::GetVideoOperation(
    const v1::GetVideoOperationRequest& request, const CallOptions& options) {
  return CallUnary(stubs_->videos, &v1::VideoService::Stub::GetVideoOperation, request,
                   Complete(options));
}

absl::StatusOr<v1::CancelVideoOperationResponse> Client::CancelVideoOperation(
    const v1::CancelVideoOperationRequest& request, const CallOptions& options) {
  return CallUnary(stubs_->videos, &v1::VideoService::Stub::CancelVideoOperation, request, options);
}

absl::StatusOr<v1::DeleteVideoOperationResponse> Client::DeleteVideoOperation(
    const v1::DeleteVideoOperationRequest& request, const CallOptions& options) {
  return CallUnary(stubs_->videos, &v1::VideoService::Stub::DeleteVideoOperation, request, options);
}

absl::StatusOr<v1::ListModelsResponse> Client::ListModels(const v1::ListModelsRequest& request,
                                                          const CallOptions& options) {
  return CallUnary(stubs_->models, &v1::ModelService::Stub::ListModels, request, Complete(options));
}

absl::StatusOr<v1::GetModelResponse> Client::GetModel(const v1::GetModelRequest& request,
                                                      const CallOptions& options) {
  return CallUnary(stubs_->models, &v1::ModelService::Stub::GetModel, request, Complete(options));
}

absl::StatusOr<v1::EstimateCostResponse> Client::EstimateCost(
    const v1::EstimateCostRequest& request, const CallOptions& options) {
  return CallUnary(stubs_->models, &v1::ModelService::Stub::EstimateCost, request,
                   Complete(options));
}

absl::StatusOr<bool> Client::IsServing(const std::string& service, const CallOptions& options) {
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  const auto response =
      CallUnary(stubs_->health, &grpc::health::v1::Health::Stub::Check, request, Complete(options));
  if (!response.ok()) return response.status();
  return response->status() == grpc::health::v1::HealthCheckResponse::SERVING;
}

}  // namespace mediagen::client
