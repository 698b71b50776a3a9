// Videos.
#ifndef MEDIAGEN_SERVER_RPC_VIDEO_SERVICE_H_
#define MEDIAGEN_SERVER_RPC_VIDEO_SERVICE_H_

#include <optional>

#include "mediagen/v1/video_service.grpc.pb.h"
#include "server/rpc/reactors.h"
#include "server/rpc/service_context.h"
#include "server/rpc/started_video.h"
#include "server/rpc/video_order.h"

namespace mediagen {

using VideoControlMethods = v1::VideoService::WithRawCallbackMethod_CancelVideoOperation<
    v1::VideoService::WithRawCallbackMethod_DeleteVideoOperation<v1::VideoService::Service>>;

// mediagen.v1.VideoService. Methods run on gRPC's threads and only make reactors; flows run on a
// worker's loop.
class VideoServiceRpc final : public v1::VideoService::WithRawCallbackMethod_GenerateVideo<
                                  v1::VideoService::WithRawCallbackMethod_StartVideo<
                                      v1::VideoService::WithRawCallbackMethod_WatchVideo<
                                          v1::VideoService::WithRawCallbackMethod_GetVideoOperation<
                                              VideoControlMethods>>>> {
 public:
  explicit VideoServiceRpc(ServiceContext& services) : services_(services) {}

  grpc::ServerWriteReactor<grpc::ByteBuffer>* GenerateVideo(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;
  grpc::ServerUnaryReactor* StartVideo(grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* request,
                                       grpc::ByteBuffer* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchVideo(grpc::CallbackServerContext* context,
                                                         const grpc::ByteBuffer* request) override;
  grpc::ServerUnaryReactor* GetVideoOperation(grpc::CallbackServerContext* context,
                                              const grpc::ByteBuffer* request,
                                              grpc::ByteBuffer* response) override;
  // These two are in video_control.cc.
  grpc::ServerUnaryReactor* CancelVideoOperation(grpc::CallbackServerContext* context,
                                                 const grpc::ByteBuffer* request,
                                                 grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* DeleteVideoOperation(grpc::CallbackServerContext* context,
                                                 const grpc::ByteBuffer* request,
                                                 grpc::ByteBuffer* response) override;

 private:
  Task<absl::Status> GenerateVideo(ResponseStream& stream, v1::GenerateVideoRequest& request);
  Task<absl::Status> StartVideo(Call& call, v1::StartVideoRequest& request,
                                v1::StartVideoResponse& response);
  Task<absl::Status> WatchVideo(ResponseStream& stream, v1::WatchVideoRequest& request);
  Task<absl::Status> GetVideoOperation(Call& call, v1::GetVideoOperationRequest& request,
                                       v1::GetVideoOperationResponse& response);
  Task<absl::Status> CancelVideoOperation(Call& call, v1::CancelVideoOperationRequest& request,
                                          v1::CancelVideoOperationResponse& response);
  Task<absl::Status> DeleteVideoOperation(Call& call, v1::DeleteVideoOperationRequest& request);

  // A video that was started, and what is told of it at its end. Moves only.
  class OrderedVideo {
   public:
    OrderedVideo() = default;
    bool is_started = false;
    StartedVideo video;
    v1::GenerationRecord record;
    std::optional<v1::Cost> spent_before;
  };
  // All up to `started`; apart, so that nothing of it is kept while the video is waited for.
  Task<absl::Status> Order(ResponseStream& stream, v1::GenerateVideoRequest& request,
                           OrderedVideo& ordered);
  // All that follows it.
  Task<absl::Status> Deliver(ResponseStream& stream, OrderedVideo& ordered);

  // Opens a handle and finds its provider.
  absl::StatusOr<StartedVideo> OpenOperation(Call& call, absl::string_view handle) const;

  ServiceContext& services_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_VIDEO_SERVICE_H_
