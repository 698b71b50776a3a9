// What a server is made of, and how it begins to listen.
#ifndef MEDIAGEN_SERVER_SERVER_PARTS_H_
#define MEDIAGEN_SERVER_SERVER_PARTS_H_

#include <grpcpp/server.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/async/replaceable.h"
#include "server/config.h"
#include "server/observation.h"
#include "server/reload_state.h"
#include "server/rpc/chat_image_service.h"
#include "server/rpc/image_service.h"
#include "server/rpc/model_service.h"
#include "server/rpc/video_service.h"
#include "server/worker.h"

namespace mediagen {

// Time for the last words of calls that were ended.
inline constexpr absl::Duration kFarewell = absl::Seconds(5);

// How long a stop may take. A plain value.
class DrainTimes {
 public:
  DrainTimes(absl::Duration delay, absl::Duration timeout) : delay(delay), timeout(timeout) {}
  absl::Duration delay;
  absl::Duration timeout;
};

// In order of dependence: services go first, workers last.
class ServerParts {
 public:
  explicit ServerParts(Config given);

  // Takes the port and serves.
  absl::Status Listen();
  int active_calls() const;
  // Each waits until there are none or `limit` has passed.
  void WaitForCalls(absl::Duration limit);
  void WaitForStarts(absl::Duration limit);
  // Answers that nobody waits for must not hold the server up.
  void EndStarts(const absl::Status& why);
  // Longest that a paid start under way can take.
  absl::Duration start_limit() const;

  Config config;
  Metrics metrics;
  Providers providers;
  OperationSealer sealer;
  RequestIds request_ids;
  ByteBudget bytes;
  Door door;
  std::vector<std::unique_ptr<Worker>> workers;
  ServiceContext services;
  Replaceable<DrainTimes> drain_times;
  ReloadState reload_state;
  ImageServiceRpc images;
  ChatImageServiceRpc chats;
  VideoServiceRpc videos;
  ModelServiceRpc models;
  std::unique_ptr<grpc::Server> grpc_server;
  std::string address;
  int port = 0;
  Observation observation;  // Last: it looks at all of them.

 private:
  size_t starts_under_way();
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_SERVER_PARTS_H_
