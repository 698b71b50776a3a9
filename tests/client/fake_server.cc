#include "tests/client/fake_server.h"

#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server_builder.h>

#include <chrono>
#include <thread>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace mediagen::client {
namespace {

const grpc::Status kNoHandler(grpc::StatusCode::UNIMPLEMENTED, "the test has no handler for this");

}  // namespace

class FakeServer::Images : public v1::ImageService::Service {
 public:
  explicit Images(FakeServer& fake) : fake_(fake) {}

  grpc::Status GenerateImages(grpc::ServerContext*, const v1::GenerateImagesRequest* request,
                              v1::GenerateImagesResponse* response) override {
    ++fake_.paid_calls;
    return fake_.generate_images ? fake_.generate_images(*request, *response) : kNoHandler;
  }
  grpc::Status StreamImages(grpc::ServerContext* context, const v1::StreamImagesRequest* request,
                            grpc::ServerWriter<v1::StreamImagesResponse>* writer) override {
    ++fake_.paid_calls;
    return fake_.stream_images ? fake_.stream_images(*context, *request, *writer) : kNoHandler;
  }
  grpc::Status UpscaleImage(grpc::ServerContext*, const v1::UpscaleImageRequest* request,
                            v1::UpscaleImageResponse* response) override {
    ++fake_.paid_calls;
    return fake_.upscale_image ? fake_.upscale_image(*request, *response) : kNoHandler;
  }
  grpc::Status StreamUpscaleImage(
      grpc::ServerContext* context, const v1::StreamUpscaleImageRequest* request,
      grpc::ServerWriter<v1::StreamUpscaleImageResponse>* writer) override {
    ++fake_.paid_calls;
    return fake_.stream_upscale_image ? fake_.stream_upscale_image(*context, *request, *writer)
                                      : kNoHandler;
  }

 private:
  FakeServer& fake_;
};

class FakeServer::Chats : public v1::ChatImageService::Service {
 public:
  explicit Chats(FakeServer& fake) : fake_(fake) {}

  grpc::Status Chat(grpc::ServerContext* context, const v1::ChatRequest* request,
                    v1::ChatResponse* response) override {
    ++fake_.paid_calls;
    return fake_.chat ? fake_.chat(*context, *request, *response) : kNoHandler;
  }
  grpc::Status StreamChat(grpc::ServerContext* context, const v1::StreamChatRequest* request,
                          grpc::ServerWriter<v1::StreamChatResponse>* writer) override {
    ++fake_.paid_calls;
    return fake_.stream_chat ? fake_.stream_chat(*context, *request, *writer) : kNoHandler;
  }
  grpc::Status Converse(grpc::ServerContext* context, Stream* stream) override {
    ++fake_.conversations;
    return fake_.converse ? fake_.converse(*context, *stream) : kNoHandler;
  }

 private:
  FakeServer& fake_;
};

class FakeServer::Videos : public v1::VideoService::Service {
 public:
  explicit Videos(FakeServer& fake) : fake_(fake) {}

  grpc::Status GenerateVideo(grpc::ServerContext* context, const v1::GenerateVideoRequest* request,
                             grpc::ServerWriter<v1::GenerateVideoResponse>* writer) override {
    ++fake_.paid_calls;
    return fake_.generate_video ? fake_.generate_video(*context, *request, *writer) : kNoHandler;
  }
  grpc::Status StartVideo(grpc::ServerContext*, const v1::StartVideoRequest* request,
                          v1::StartVideoResponse* response) override {
    ++fake_.paid_calls;
    return fake_.start_video ? fake_.start_video(*request, *response) : kNoHandler;
  }
  grpc::Status WatchVideo(grpc::ServerContext* context, const v1::WatchVideoRequest* request,
                          grpc::ServerWriter<v1::WatchVideoResponse>* writer) override {
    ++fake_.watch_calls;
    return fake_.watch_video ? fake_.watch_video(*context, *request, *writer) : kNoHandler;
  }
  grpc::Status GetVideoOperation(grpc::ServerContext*, const v1::GetVideoOperationRequest* request,
                                 v1::GetVideoOperationResponse* response) override {
    return fake_.get_video_operation ? fake_.get_video_operation(*request, *response) : kNoHandler;
  }
  grpc::Status CancelVideoOperation(grpc::ServerContext*,
                                    const v1::CancelVideoOperationRequest* request,
                                    v1::CancelVideoOperationResponse* response) override {
    return fake_.cancel_video_operation ? fake_.cancel_video_operation(*request, *response)
                                        : kNoHandler;
  }
  grpc::Status DeleteVideoOperation(grpc::ServerContext*,
                                    const v1::DeleteVideoOperationRequest* request,
                                    v1::DeleteVideoOperationResponse*) override {
    return fake_.delete_video_operation ? fake_.delete_video_operation(*request) : kNoHandler;
  }

 private:
  FakeServer& fake_;
};

class FakeServer::Models : public v1::ModelService::Service {
 public:
  explicit Models(FakeServer& fake) : fake_(fake) {}

  grpc::Status ListModels(grpc::ServerContext*, const v1::ListModelsRequest* request,
                          v1::ListModelsResponse* response) override {
    return fake_.list_models ? fake_.list_models(*request, *response) : kNoHandler;
  }
  grpc::Status GetModel(grpc::ServerContext*, const v1::GetModelRequest* request,
                        v1::GetModelResponse* response) override {
    return fake_.get_model ? fake_.get_model(*request, *response) : kNoHandler;
  }
  grpc::Status EstimateCost(grpc::ServerContext*, const v1::EstimateCostRequest* request,
                            v1::EstimateCostResponse* response) override {
    return fake_.estimate_cost ? fake_.estimate_cost(*request, *response) : kNoHandler;
  }

 private:
  FakeServer& fake_;
};

FakeServer::FakeServer()
    : images_(std::make_unique<Images>(*this)),
      chats_(std::make_unique<Chats>(*this)),
      videos_(std::make_unique<Videos>(*this)),
      models_(std::make_unique<Models>(*this)) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.SetMaxReceiveMessageSize(64 << 20);
  builder.RegisterService(images_.get());
  builder.RegisterService(chats_.get());
  builder.RegisterService(videos_.get());
  builder.RegisterService(models_.get());
  server_ = builder.BuildAndStart();
  address_ = "127.0.0.1:" + std::to_string(port);
}

FakeServer::~FakeServer() { server_->Shutdown(std::chrono::system_clock::now()); }

grpc::Status MakeError(const ErrorSpec& spec) {
  google::rpc::Status status;
  status.set_code(spec.code);
  status.set_message(spec.message);
  if (!spec.reason.empty()) {
    google::rpc::ErrorInfo info;
    info.set_reason(spec.reason);
    info.set_domain("mediagen");
    info.mutable_metadata()->insert(spec.metadata.begin(), spec.metadata.end());
    status.add_details()->PackFrom(info);
  }
  if (!spec.violations.empty()) {
    google::rpc::BadRequest bad;
    for (const auto& [field, description] : spec.violations) {
      auto& violation = *bad.add_field_violations();
      violation.set_field(field);
      violation.set_description(description);
    }
    status.add_details()->PackFrom(bad);
  }
  if (spec.retry_seconds >= 0) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(spec.retry_seconds);
    status.add_details()->PackFrom(retry);
  }
  return grpc::Status(spec.code, spec.message, status.SerializeAsString());
}

grpc::Status WaitForCancel(FakeServer::Context& context) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!context.IsCancelled() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return grpc::Status(grpc::StatusCode::CANCELLED, "cancelled");
}

}  // namespace mediagen::client
