// Messages with media in them, as gRPC sends them.
#ifndef MEDIAGEN_SERVER_RPC_MESSAGE_SLICES_H_
#define MEDIAGEN_SERVER_RPC_MESSAGE_SLICES_H_

#include <grpcpp/support/byte_buffer.h>

#include <memory>

#include "google/protobuf/message.h"

namespace mediagen {

// Serializes `message` without copying its long fields: gRPC sends them from where they are, and
// the message lives until it has. Any thread.
grpc::ByteBuffer SliceMessage(const std::shared_ptr<const google::protobuf::Message>& message);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_MESSAGE_SLICES_H_
