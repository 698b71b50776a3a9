// A call that is not let in.
#ifndef MEDIAGEN_SERVER_RPC_REFUSED_CALL_H_
#define MEDIAGEN_SERVER_RPC_REFUSED_CALL_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "absl/status/status.h"
#include "server/rpc/status.h"

namespace mediagen {

// Ends a call at once on gRPC's thread: a flood of them costs the loops nothing. Owns itself until
// gRPC is done with it.
template <typename Reactor>
class RefusedCall final : public Reactor {
 public:
  explicit RefusedCall(const absl::Status& why) { this->Finish(ToGrpcStatus(why)); }

 private:
  void OnDone() override { delete this; }
};

using RefusedUnary = RefusedCall<grpc::ServerUnaryReactor>;
using RefusedStream = RefusedCall<grpc::ServerWriteReactor<grpc::ByteBuffer>>;
using RefusedBidi = RefusedCall<grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>>;

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_REFUSED_CALL_H_
