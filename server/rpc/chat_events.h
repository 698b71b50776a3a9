// The events of StreamChat.
#ifndef MEDIAGEN_SERVER_RPC_CHAT_EVENTS_H_
#define MEDIAGEN_SERVER_RPC_CHAT_EVENTS_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "server/async/task.h"
#include "server/rpc/response_stream.h"
#include "server/upstream/chat_output.h"

namespace mediagen {

// Hands the pieces of an answer on. Owned by the flow. Loop thread only.
class ChatEvents {
 public:
  ChatEvents(ResponseStream& stream, v1::GenerationRecord record)
      : stream_(stream), record_(std::move(record)) {}

  // An error says that the call has ended.
  Task<absl::Status> Send(ChatPiece piece);

 private:
  Task<absl::Status> SendChunk(ChatPiece piece);
  // Everything but chunks.
  v1::StreamChatResponse EventOf(ChatPiece& piece) const;
  void EndPicture(const ChatPiece& piece, v1::StreamChatResponse& event) const;

  ResponseStream& stream_;
  const v1::GenerationRecord record_;
  std::string media_type_;  // Of the current picture.
  uint32_t crc_ = 0;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_CHAT_EVENTS_H_
