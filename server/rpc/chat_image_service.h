// Pictures in a conversation.
#ifndef MEDIAGEN_SERVER_RPC_CHAT_IMAGE_SERVICE_H_
#define MEDIAGEN_SERVER_RPC_CHAT_IMAGE_SERVICE_H_

#include "mediagen/v1/chat_image_service.grpc.pb.h"
#include "server/rpc/bidi_reactor.h"
#include "server/rpc/reactors.h"
#include "server/rpc/service_context.h"

namespace mediagen {

// mediagen.v1.ChatImageService. Methods run on gRPC's threads and only make reactors; flows run on
// a worker's loop.
class ChatImageServiceRpc final : public v1::ChatImageService::WithRawCallbackMethod_Chat<
                                      v1::ChatImageService::WithRawCallbackMethod_StreamChat<
                                          v1::ChatImageService::WithRawCallbackMethod_Converse<
                                              v1::ChatImageService::Service>>> {
 public:
  explicit ChatImageServiceRpc(ServiceContext& services) : services_(services) {}

  grpc::ServerUnaryReactor* Chat(grpc::CallbackServerContext* context,
                                 const grpc::ByteBuffer* request,
                                 grpc::ByteBuffer* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamChat(grpc::CallbackServerContext* context,
                                                         const grpc::ByteBuffer* request) override;
  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* Converse(
      grpc::CallbackServerContext* context) override;

 private:
  Task<absl::Status> Chat(Call& call, v1::ChatRequest& request, v1::ChatResponse& response);
  Task<absl::Status> StreamChat(ResponseStream& stream, v1::StreamChatRequest& request);
  Task<absl::Status> Converse(RequestStream& requests, ResponseStream& responses);

  ServiceContext& services_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_CHAT_IMAGE_SERVICE_H_
