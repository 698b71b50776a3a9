#ifndef MEDIAGEN_TESTS_CLIENT_FAKE_SERVER_H_
#define MEDIAGEN_TESTS_CLIENT_FAKE_SERVER_H_

#include <grpcpp/server.h>
#include <grpcpp/support/status.h>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "mediagen/v1/chat_image_service.grpc.pb.h"
#include "mediagen/v1/image_service.grpc.pb.h"
#include "mediagen/v1/model_service.grpc.pb.h"
#include "mediagen/v1/video_service.grpc.pb.h"

namespace mediagen::client {

// A mediagen server in this process that answers what the test says, and counts what it was asked.
// Set the handlers before the first call. Stops (and cancels what runs) when it goes.
class FakeServer {
 public:
  using Context = grpc::ServerContext;
  template <typename Event>
  using Writer = grpc::ServerWriter<Event>;

  using Stream = grpc::ServerReaderWriter<v1::ConverseResponse, v1::ConverseRequest>;

  FakeServer();
  ~FakeServer();

  const std::string& address() const { return address_; }

  std::function<grpc::Status(const v1::GenerateImagesRequest&, v1::GenerateImagesResponse&)>
      generate_images;
  std::function<grpc::Status(Context&, const v1::StreamImagesRequest&,
                             Writer<v1::StreamImagesResponse>&)>
      stream_images;
  std::function<grpc::Status(const v1::UpscaleImageRequest&, v1::UpscaleImageResponse&)>
      upscale_image;
  std::function<grpc::Status(Context&, const v1::StreamUpscaleImageRequest&,
                             Writer<v1::StreamUpscaleImageResponse>&)>
      stream_upscale_image;
  std::function<grpc::Status(Context&, const v1::ChatRequest&, v1::ChatResponse&)> chat;
  std::function<grpc::Status(Context&, const v1::StreamChatRequest&,
                             Writer<v1::StreamChatResponse>&)>
      stream_chat;
  // Counts as paid what it counts itself: one call has many turns.
  std::function<grpc::Status(Context&, Stream&)> converse;
  std::function<grpc::Status(Context&, const v1::GenerateVideoRequest&,
                             Writer<v1::GenerateVideoResponse>&)>
      generate_video;
  std::function<grpc::Status(const v1::StartVideoRequest&, v1::StartVideoResponse&)> start_video;
  std::function<grpc::Status(Context&, const v1::WatchVideoRequest&,
                             Writer<v1::WatchVideoResponse>&)>
      watch_video;
  std::function<grpc::Status(const v1::GetVideoOperationRequest&, v1::GetVideoOperationResponse&)>
      get_video_operation;
  std::function<grpc::Status(const v1::CancelVideoOperationRequest&,
                             v1::CancelVideoOperationResponse&)>
      cancel_video_operation;
  std::function<grpc::Status(const v1::DeleteVideoOperationRequest&)> delete_video_operation;
  std::function<grpc::Status(const v1::ListModelsRequest&, v1::ListModelsResponse&)> list_models;
  std::function<grpc::Status(const v1::GetModelRequest&, v1::GetModelResponse&)> get_model;
  std::function<grpc::Status(const v1::EstimateCostRequest&, v1::EstimateCostResponse&)>
      estimate_cost;

  std::atomic<int> paid_calls = 0;
  std::atomic<int> watch_calls = 0;
  std::atomic<int> conversations = 0;

 private:
  class Images;
  class Chats;
  class Videos;
  class Models;

  std::unique_ptr<grpc::Service> images_;
  std::unique_ptr<grpc::Service> chats_;
  std::unique_ptr<grpc::Service> videos_;
  std::unique_ptr<grpc::Service> models_;
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

// A status as the real server sends it.
struct ErrorSpec {
  grpc::StatusCode code = grpc::StatusCode::UNKNOWN;
  std::string message = {};
  std::string reason = {};
  std::map<std::string, std::string> metadata = {};
  std::vector<std::pair<std::string, std::string>> violations = {};
  int retry_seconds = -1;  // Below 0: no RetryInfo.
};
grpc::Status MakeError(const ErrorSpec& spec);

// Waits until the call is cancelled; gives up after ten seconds.
grpc::Status WaitForCancel(FakeServer::Context& context);

}  // namespace mediagen::client

#endif  // MEDIAGEN_TESTS_CLIENT_FAKE_SERVER_H_
