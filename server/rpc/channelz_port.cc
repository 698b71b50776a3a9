#include "server/rpc/channelz_port.h"

#include <grpcpp/ext/channelz_service_plugin.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"

namespace mediagen {

absl::StatusOr<std::unique_ptr<ChannelzPort>> ChannelzPort::Start(int port) {
  grpc::channelz::experimental::InitChannelzService();
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  const std::string wanted = absl::StrCat("127.0.0.1:", port);
  int bound = 0;
  builder.AddListeningPort(wanted, grpc::InsecureServerCredentials(), &bound);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || bound == 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot listen on ", wanted, " for channelz; is the port in use?"));
  }
  return std::unique_ptr<ChannelzPort>(new ChannelzPort(std::move(server), bound));
}

ChannelzPort::ChannelzPort(std::unique_ptr<grpc::Server> server, int port)
    : server_(std::move(server)), port_(port) {}

ChannelzPort::~ChannelzPort() {
  server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
}

}  // namespace mediagen
