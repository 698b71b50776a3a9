// Pictures from text.
#ifndef MEDIAGEN_SERVER_RPC_IMAGE_SERVICE_H_
#define MEDIAGEN_SERVER_RPC_IMAGE_SERVICE_H_

#include "mediagen/v1/image_service.grpc.pb.h"
#include "server/rpc/reactors.h"
#include "server/rpc/service_context.h"

namespace mediagen {

// mediagen.v1.ImageService. Methods run on gRPC's threads and only make reactors; flows run on a
// worker's loop.
class ImageServiceRpc final
    : public v1::ImageService::WithRawCallbackMethod_GenerateImages<
          v1::ImageService::WithRawCallbackMethod_StreamImages<
              v1::ImageService::WithRawCallbackMethod_UpscaleImage<
                  v1::ImageService::WithRawCallbackMethod_StreamUpscaleImage<
                      v1::ImageService::Service>>>> {
 public:
  explicit ImageServiceRpc(ServiceContext& services) : services_(services) {}

  grpc::ServerUnaryReactor* GenerateImages(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamImages(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;
  grpc::ServerUnaryReactor* UpscaleImage(grpc::CallbackServerContext* context,
                                         const grpc::ByteBuffer* request,
                                         grpc::ByteBuffer* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamUpscaleImage(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;

 private:
  Task<absl::Status> GenerateImages(Call& call, v1::GenerateImagesRequest& request,
                                    v1::GenerateImagesResponse& response);
  Task<absl::Status> StreamImages(ResponseStream& stream, v1::StreamImagesRequest& request);
  Task<absl::Status> UpscaleImage(Call& call, v1::UpscaleImageRequest& request,
                                  v1::UpscaleImageResponse& response);
  Task<absl::Status> StreamUpscaleImage(ResponseStream& stream,
                                        v1::StreamUpscaleImageRequest& request);

  ServiceContext& services_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_IMAGE_SERVICE_H_
