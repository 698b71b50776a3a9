// gRPC's view of its own connections, for people.
#ifndef MEDIAGEN_SERVER_RPC_CHANNELZ_PORT_H_
#define MEDIAGEN_SERVER_RPC_CHANNELZ_PORT_H_

#include <memory>

#include "absl/status/statusor.h"

namespace grpc {
class Server;
}

namespace mediagen {

// A second gRPC server, on loopback, that tells of the first. Any thread.
class ChannelzPort {
 public:
  // Listens when it returns; port 0 picks one. Every gRPC server that this process builds from here
  // on serves channelz too, so that the first must be there already.
  static absl::StatusOr<std::unique_ptr<ChannelzPort>> Start(int port);
  ~ChannelzPort();

  int port() const { return port_; }

 private:
  ChannelzPort(std::unique_ptr<grpc::Server> server, int port);

  const std::unique_ptr<grpc::Server> server_;
  const int port_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_CHANNELZ_PORT_H_
