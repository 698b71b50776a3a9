// The answers of a streaming call, from the loop to gRPC.
#ifndef MEDIAGEN_SERVER_RPC_RESPONSE_STREAM_H_
#define MEDIAGEN_SERVER_RPC_RESPONSE_STREAM_H_

#include <grpcpp/support/byte_buffer.h>

#include <array>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "server/async/task.h"
#include "server/rpc/flow_runner.h"
#include "server/upstream/media_buffer.h"

namespace mediagen {

grpc::ByteBuffer SerializeMessage(const google::protobuf::Message& message);

// Two messages may be in flight: one that gRPC writes and one behind it. A part of its reactor.
// Loop thread only, but for PostWritten.
class ResponseStream {
 public:
  ResponseStream(const ResponseStream&) = delete;
  ResponseStream& operator=(const ResponseStream&) = delete;

  Call& call() { return runner_.call(); }
  // Ends when the message is on its way and there is room for one more; an error says that the call
  // has ended.
  Task<absl::Status> Write(grpc::ByteBuffer message);
  Task<absl::Status> Write(const google::protobuf::Message& message);
  // Chunk{index, offset, bytes} in field `event_field` of the response message, without copying the
  // bytes.
  Task<absl::Status> WriteChunk(int event_field, int index, int64_t offset, MediaBuffer bytes);
  // Waits until everything written is with gRPC. Done for every flow when it has ended; a paid flow
  // does it itself, to have a say in what a call that ends meanwhile ends with.
  Task<absl::Status> Drain();

 protected:
  ResponseStream(WorkerContext& worker, std::string method, CallerFacts caller)
      : runner_(worker, std::move(method), std::move(caller)) {}
  virtual ~ResponseStream() = default;

  // Hands a message to gRPC; it stays until PostWritten.
  virtual void StartGrpcWrite(const grpc::ByteBuffer* message) = 0;
  // gRPC thread: the message is written, or never will be.
  void PostWritten(bool ok);
  // What remains of `flow_status` when everything is written: gRPC must get no message behind the
  // status, and what came before an error is the caller's.
  Task<absl::Status> Close(absl::Status flow_status);

  // How long gRPC may take to be done with the call after its end.
  absl::Duration FarewellLimit() const;

  FlowRunner runner_;

 private:
  class Message {
   public:
    Message() = default;
    grpc::ByteBuffer bytes;
    // Of a chunk, behind its last byte.
    int index = -1;
    int64_t offset = 0;
  };

  Task<absl::Status> Write(Message message);
  void WriteFirst();
  // Waits until gRPC has taken one more; for a caller who does not read only so long.
  Task<absl::Status> WaitForWritten();
  absl::Status TooSlow() const;

  // The first is being written.
  std::array<Message, ByteBudget::kMostChunksAhead> messages_;
  size_t count_ = 0;
  MonotonicTime writing_since_;
  Signal written_;
  // Where the caller is who has read all that gRPC was given.
  int index_ = -1;
  int64_t offset_ = 0;
  bool too_slow_ = false;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_RESPONSE_STREAM_H_
