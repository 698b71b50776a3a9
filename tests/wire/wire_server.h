// The server whose view of an answer is shown.
#ifndef MEDIAGEN_TESTS_WIRE_WIRE_SERVER_H_
#define MEDIAGEN_TESTS_WIRE_WIRE_SERVER_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <memory>

#include "absl/status/statusor.h"
#include "mediagen/v1/chat_image_service.grpc.pb.h"
#include "mediagen/v1/image_service.grpc.pb.h"
#include "mediagen/v1/video_service.grpc.pb.h"
#include "server/server.h"
#include "server/upstream/operation.h"
#include "tests/wire/scripted_upstream.h"
#include "tests/wire/wire_folder.h"

namespace mediagen::testing {

// A real server in this process that asks `upstream`, and a real client of it. Ends with the
// object; any thread.
class WireServer {
 public:
  // As the case configures it.
  static absl::StatusOr<std::unique_ptr<WireServer>> Start(const WireFile& file,
                                                           const ScriptedUpstream& upstream);

  v1::ImageService::Stub& images() { return *images_; }
  v1::ChatImageService::Stub& chats() { return *chats_; }
  v1::VideoService::Stub& videos() { return *videos_; }
  // A handle of an interaction that the upstream calls `name`.
  std::string HandleOf(const std::string& name) const;

 private:
  WireServer(std::unique_ptr<Server> server, std::vector<std::string> keys, std::string dialect);

  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::ImageService::Stub> images_;
  std::unique_ptr<v1::ChatImageService::Stub> chats_;
  std::unique_ptr<v1::VideoService::Stub> videos_;
  const OperationSealer sealer_;  // The server's.
  const std::string dialect_;
};

// Ends a call that hangs.
void SetDeadline(grpc::ClientContext& context);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_WIRE_WIRE_SERVER_H_
