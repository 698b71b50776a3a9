// A chunk event on the wire, without a copy of its bytes.
#ifndef MEDIAGEN_SERVER_RPC_CHUNK_MESSAGE_H_
#define MEDIAGEN_SERVER_RPC_CHUNK_MESSAGE_H_

#include <grpcpp/support/byte_buffer.h>

#include <cstdint>

#include "server/upstream/media_buffer.h"

namespace mediagen {

// The same bytes as a response message with MediaChunk{index, offset, data} in field `event_field`.
// gRPC frees the buffer when it has sent it, on any thread.
grpc::ByteBuffer ChunkMessage(int event_field, int index, int64_t offset, MediaBuffer data);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_CHUNK_MESSAGE_H_
