// One paid chat request and its answer, whatever the rpc.
#ifndef MEDIAGEN_SERVER_RPC_CHAT_TURN_H_
#define MEDIAGEN_SERVER_RPC_CHAT_TURN_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "server/async/task.h"
#include "server/rpc/paid_request.h"
#include "server/rpc/received_parts.h"
#include "server/rpc/response_stream.h"
#include "server/upstream/upstream_request.h"

namespace mediagen {

// A checked and encoded request. A plain value, owned by its flow.
class ChatTurn {
 public:
  ChatTurn(PaidRequest paid, UpstreamRequest http, v1::GenerationRecord record,
           std::string image_size)
      : paid(std::move(paid)),
        http(std::move(http)),
        record(std::move(record)),
        image_size(std::move(image_size)) {}

  PaidRequest paid;
  UpstreamRequest http;
  v1::GenerationRecord record;
  std::string image_size;  // As asked for; empty: the model's default.
};

// Moves the media out of `spec`.
absl::StatusOr<ChatTurn> EncodeChatTurn(PaidRequest paid, bool stream, v1::ChatSpec& spec);

// Sends it and collects the answer.
Task<absl::Status> CollectChat(ServiceContext& services, Call& call, ChatTurn& turn,
                               v1::ChatResponse& response);

// Sends it and hands the answer on while it arrives, as StreamChatResponse events up to
// `completed`; `kept`, if not null, gets the parts, too.
Task<absl::Status> StreamChat(ServiceContext& services, ResponseStream& stream, ChatTurn& turn,
                              ReceivedParts* kept);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_CHAT_TURN_H_
