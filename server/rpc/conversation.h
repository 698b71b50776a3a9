// A conversation that the server remembers while its call lives.
#ifndef MEDIAGEN_SERVER_RPC_CONVERSATION_H_
#define MEDIAGEN_SERVER_RPC_CONVERSATION_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "server/async/task.h"
#include "server/rpc/bidi_reactor.h"
#include "server/rpc/service_context.h"

namespace mediagen {

// Answers one turn after the other and holds the history, pictures included, up to
// `max_history_bytes`. Owned by the flow; the streams outlive it. Loop thread only.
class Conversation {
 public:
  Conversation(ServiceContext& services, RequestStream& requests, ResponseStream& responses)
      : services_(services), requests_(requests), responses_(responses) {}

  // Until the caller says no more (OK), the call ends, or the conversation cannot go on.
  Task<absl::Status> Run();

 private:
  // Waits for what the caller says.
  Task<absl::StatusOr<RequestRead>> Listen(v1::ConverseRequest& request);
  absl::Status Open(v1::ConverseOpen open);
  // An error ends the conversation; that of the turn alone goes to the caller as `turn_failed`.
  Task<absl::Status> Answer(v1::ConverseTurn turn);
  // The turn itself; the history grows when it succeeds.
  Task<absl::Status> Take(const v1::ConverseTurn& turn, v1::ChatMessage message);
  CallBytes& held() { return responses_.call().context().bytes(); }
  absl::Status CheckRoom(const v1::ChatMessage& message) const;

  ServiceContext& services_;
  RequestStream& requests_;
  ResponseStream& responses_;
  // Provider, model and all of the spec but its messages.
  v1::StreamChatRequest opening_;
  google::protobuf::RepeatedPtrField<v1::ChatMessage> history_;
  int64_t history_bytes_ = 0;
  // An answer was too large to be kept: there is no going on from it.
  bool history_is_full_ = false;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_CONVERSATION_H_
