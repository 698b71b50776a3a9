// What the services share.
#ifndef MEDIAGEN_SERVER_RPC_SERVICE_CONTEXT_H_
#define MEDIAGEN_SERVER_RPC_SERVICE_CONTEXT_H_

#include <atomic>
#include <utility>
#include <vector>

#include "server/async/replaceable.h"
#include "server/rpc/call.h"
#include "server/rpc/door.h"
#include "server/rpc/request_ids.h"
#include "server/upstream/gcs_prefixes.h"
#include "server/upstream/operation.h"
#include "server/upstream/provider.h"
#include "server/upstream/reverse_job.h"
#include "server/upstream/video_pace.h"

namespace mediagen {

// Which model translates prompts. A plain value.
class TranslationOptions {
 public:
  TranslationOptions() = default;
  std::string provider;  // Empty: the default one.
  std::string model;     // Empty: nothing is translated.
  bool by_default = false;
};

// How the services behave. A plain value.
class ServiceOptions {
 public:
  ServiceOptions() = default;
  WatchOptions watch;
  // Whether a call may bring a provider's key of its own.
  bool allow_caller_keys = false;
  // Whether a model that its provider has turned off is refused before anything is sent.
  bool refuse_retired_models = false;
  // What a conversation may hold, and how long it waits for its caller.
  int64_t max_history_bytes = 64'000'000;
  absl::Duration conversation_idle_limit = absl::Minutes(10);
  // Whether requests are checked against the catalogue. False only in tools that look at the wire.
  bool check_models = true;
  TranslationOptions translation;
  // What callers may make the operator's account read and write.
  GcsPrefixes buckets;
  std::vector<std::string> pubsub_topics;
};

// Owned by the server, outlives the services. Any thread.
class ServiceContext {
 public:
  ServiceContext(Door& door, const Providers& providers, const OperationSealer& sealer,
                 RequestIds& request_ids, ServiceOptions options,
                 std::vector<WorkerContext*> workers)
      : door(door),
        providers(providers),
        sealer(sealer),
        request_ids(request_ids),
        options_(std::move(options)),
        workers_(std::move(workers)) {}

  // The worker for the next call, in turn.
  WorkerContext& NextWorker() { return *workers_[next_++ % workers_.size()]; }

  Door& door;
  const Providers& providers;
  const OperationSealer& sealer;
  RequestIds& request_ids;
  ReverseJobs reverse_jobs;

  // What is configured now. Whoever keeps the reference may go on with it, also after a change.
  const ServiceOptions& options() const { return options_.Get(); }
  const WatchOptions& watch() const { return options().watch; }
  void ReplaceOptions(ServiceOptions options) { options_.Replace(std::move(options)); }

 private:
  Replaceable<ServiceOptions> options_;
  const std::vector<WorkerContext*> workers_;
  std::atomic<size_t> next_ = 0;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_SERVICE_CONTEXT_H_
