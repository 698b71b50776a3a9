#include "server/rpc/chat_image_service.h"

#include "server/rpc/accept.h"
#include "server/rpc/chat_turn.h"
#include "server/rpc/conversation.h"
#include "server/rpc/paid_request.h"

namespace mediagen {

grpc::ServerUnaryReactor* ChatImageServiceRpc::Chat(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request,
                                                    grpc::ByteBuffer* response) {
  return AcceptUnary<v1::ChatRequest, v1::ChatResponse>(
      services_, "mediagen.v1.ChatImageService/Chat", *context, *request, *response,
      [this](Call& call, v1::ChatRequest& request, v1::ChatResponse& response) {
        return Chat(call, request, response);
      });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* ChatImageServiceRpc::StreamChat(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return AcceptStream<v1::StreamChatRequest>(
      services_, "mediagen.v1.ChatImageService/StreamChat", *context, *request,
      [this](ResponseStream& stream, v1::StreamChatRequest& request) {
        return StreamChat(stream, request);
      });
}

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* ChatImageServiceRpc::Converse(
    grpc::CallbackServerContext* context) {
  return AcceptBidi(services_, "mediagen.v1.ChatImageService/Converse", *context,
                    [this](RequestStream& requests, ResponseStream& responses) {
                      return Converse(requests, responses);
                    });
}

Task<absl::Status> ChatImageServiceRpc::Chat(Call& call, v1::ChatRequest& request,
                                             v1::ChatResponse& response) {
  absl::StatusOr<PaidRequest> paid =
      PreparePaidRequest(services_, call, request, &ProviderOptions::default_chat_model);
  if (!paid.ok()) co_return paid.status();
  absl::StatusOr<ChatTurn> turn =
      EncodeChatTurn(*std::move(paid), /*stream=*/false, *request.mutable_spec());
  if (!turn.ok()) co_return turn.status();
  absl::Status status = co_await CollectChat(services_, call, *turn, response);
  co_return status;
}

Task<absl::Status> ChatImageServiceRpc::StreamChat(ResponseStream& stream,
                                                   v1::StreamChatRequest& request) {
  absl::StatusOr<PaidRequest> paid =
      PreparePaidRequest(services_, stream.call(), request, &ProviderOptions::default_chat_model);
  if (!paid.ok()) co_return paid.status();
  absl::StatusOr<ChatTurn> turn =
      EncodeChatTurn(*std::move(paid), /*stream=*/true, *request.mutable_spec());
  if (!turn.ok()) co_return turn.status();
  absl::Status status = co_await mediagen::StreamChat(services_, stream, *turn, nullptr);
  co_return status;
}

Task<absl::Status> ChatImageServiceRpc::Converse(RequestStream& requests,
                                                 ResponseStream& responses) {
  Conversation conversation(services_, requests, responses);
  absl::Status status = co_await conversation.Run();
  co_return status;
}

}  // namespace mediagen
