#include "server/server.h"

#include <grpc/grpc.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "grpc/health/v1/health.pb.h"
#include "server/net/url.h"
#include "server/observation.h"
#include "server/rpc/chat_image_service.h"
#include "server/rpc/image_service.h"
#include "server/rpc/listener.h"
#include "server/rpc/log.h"
#include "server/rpc/model_service.h"
#include "server/rpc/video_service.h"
#include "server/upstream/error_details.h"
#include "server/worker.h"

namespace mediagen {
namespace {

// Time for the last words of calls that were ended.
constexpr absl::Duration kFarewell = absl::Seconds(5);
constexpr char kServices[][32] = {"mediagen.v1.ImageService", "mediagen.v1.ChatImageService",
                                  "mediagen.v1.VideoService", "mediagen.v1.ModelService"};

// HOST:PORT, an IPv6 address in brackets.
std::string HostAndPort(absl::string_view host, int port) {
  const bool bare_ipv6 = absl::StrContains(host, ':') && !absl::StartsWith(host, "[");
  return bare_ipv6 ? absl::StrCat("[", host, "]:", port) : absl::StrCat(host, ":", port);
}

absl::Status Draining() {
  absl::Status draining = MakeError(absl::StatusCode::kUnavailable, "DRAINING", "the server stops");
  SetRetryDelay(draining, absl::Seconds(1));
  return draining;
}

// How long a stop may take. A plain value.
class DrainTimes {
 public:
  DrainTimes(absl::Duration delay, absl::Duration timeout) : delay(delay), timeout(timeout) {}
  absl::Duration delay;
  absl::Duration timeout;
};

Providers MakeProviders(Config& config, Metrics& metrics) {
  std::vector<std::unique_ptr<Provider>> providers;
  for (size_t i = 0; i < config.providers.size(); ++i) {
    providers.push_back(std::make_unique<Provider>(config.providers[i], config.credentials[i],
                                                   &metrics.AddProvider(config.providers[i].name)));
  }
  return Providers(std::move(providers), config.default_provider);
}

std::vector<std::unique_ptr<Worker>> StartWorkers(const Config& config, ByteBudget& bytes,
                                                  Metrics& metrics) {
  std::vector<std::unique_ptr<Worker>> workers;
  workers.reserve(static_cast<size_t>(config.workers));
  for (int i = 0; i < config.workers; ++i) {
    workers.push_back(std::make_unique<Worker>(config.http, bytes, config.slow_client_timeout,
                                               metrics, config.tells_upstreams_trace));
  }
  return workers;
}

std::vector<WorkerContext*> ContextsOf(const std::vector<std::unique_ptr<Worker>>& workers) {
  std::vector<WorkerContext*> contexts;
  contexts.reserve(workers.size());
  for (const auto& worker : workers) contexts.push_back(&worker->context());
  return contexts;
}

}  // namespace

// What a server is made of, in order of dependence: services go first, workers last.
class Server::Parts {
 public:
  explicit Parts(Config given)
      : config(std::move(given)),
        providers(MakeProviders(config, metrics)),
        sealer(config.operation_keys),
        request_ids(config.request_id_capacity),
        bytes(config.max_inflight_bytes),
        door(config.door.tenants_file, config.door.limits, bytes),
        workers(StartWorkers(config, bytes, metrics)),
        services(door, providers, sealer, request_ids, config.services, ContextsOf(workers)),
        drain_times(DrainTimes(config.drain_delay, config.drain_timeout)),
        reload_state(metrics),
        images(services),
        chats(services),
        videos(services),
        models(services) {
    for (const char* service : kServices) AddRpcs(service, metrics);
    LogBreakers(providers);
    AddSamples(providers, bytes, workers, metrics);
  }

  absl::Status Listen();
  int active_calls() const;
  size_t starts_under_way();
  // Each waits until there are none or `limit` has passed.
  void WaitForCalls(absl::Duration limit);
  void WaitForStarts(absl::Duration limit);
  // Answers that nobody waits for must not hold the server up.
  void EndStarts();
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
};

absl::Status Server::Parts::Listen() {
  // Reflection lists the health service; naming its message here links in what describes it.
  static_cast<void>(grpc::health::v1::HealthCheckRequest::descriptor());
  grpc::EnableDefaultHealthCheckService(true);
  // Linked in by being named; see LeaveOutReflection.
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  if (!config.door.reflection) LeaveOutReflection(builder);
  // Two servers would share a port in silence, and a small compressed message can ask for huge
  // buffers.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  SetConnectionLimits(config.door.connections, builder);
  const std::string wanted = HostAndPort(config.host, config.port);
  builder.AddListeningPort(wanted, ListenerCredentials(config.door.tls), &port);
  builder.RegisterService(&images);
  builder.RegisterService(&chats);
  builder.RegisterService(&videos);
  builder.RegisterService(&models);
  grpc_server = builder.BuildAndStart();
  if (grpc_server == nullptr || port == 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot listen on ", wanted, "; is the port in use?"));
  }
  address = HostAndPort(config.host, port);
  for (const char* service : kServices)
    grpc_server->GetHealthCheckService()->SetServingStatus(service, true);
  return absl::OkStatus();
}

int Server::Parts::active_calls() const {
  int count = 0;
  for (const auto& worker : workers) count += worker->active_calls();
  return count;
}

size_t Server::Parts::starts_under_way() {
  size_t count = 0;
  for (const auto& worker : workers) count += worker->starts_under_way();
  return count;
}

void Server::Parts::WaitForCalls(absl::Duration limit) {
  const absl::Time until = absl::Now() + limit;
  while (active_calls() > 0 && absl::Now() < until) absl::SleepFor(absl::Milliseconds(10));
}

void Server::Parts::WaitForStarts(absl::Duration limit) {
  const absl::Time until = absl::Now() + limit;
  while (starts_under_way() > 0 && absl::Now() < until) absl::SleepFor(absl::Milliseconds(10));
}

void Server::Parts::EndStarts() {
  for (auto& worker : workers) worker->EndAllStarts(Draining());
  const absl::Time until = absl::Now() + kFarewell;
  for (auto& worker : workers) {
    while (worker->starts() > 0 && absl::Now() < until) absl::SleepFor(absl::Milliseconds(1));
  }
}

absl::Duration Server::Parts::start_limit() const {
  absl::Duration limit;
  for (const auto& provider : providers.all()) {
    limit = std::max(limit, provider->options().short_call_timeout);
  }
  return limit + absl::Seconds(1);
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(Config config) {
  // Never undone: when its last user goes, gRPC may wait ten seconds for a poller of its own.
  static const bool keeps_grpc_up = (grpc_init(), true);
  static_cast<void>(keeps_grpc_up);
  if (config.operation_key_is_random) {
    WriteLog("WARNING", "random_operation_key",
             "no operation_key_file: operation handles will not outlive this process");
  }
  if (config.links_beyond_public && !IsLoopbackHost(config.host)) {
    WriteLog("WARNING", "trusted_link_hosts",
             "links of upstreams may lead to plain http or to private addresses: is this server a "
             "sandbox's?");
  }
  LogRisks(config.door);
  auto parts = std::make_unique<Parts>(std::move(config));
  if (absl::Status listening = parts->Listen(); !listening.ok()) return listening;
  std::unique_ptr<Server> server(new Server(std::move(parts)));
  Parts& running = *server->parts_;
  absl::Status observed = running.observation.Start(running.config, running.metrics);
  if (!observed.ok()) return observed;
  return server;
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() {
  for (auto& worker : parts_->workers) worker->EndAllCalls(Draining());
  parts_->grpc_server->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
  // Reactors are freed on the loops, at the latest when those stop.
  parts_->WaitForCalls(absl::Seconds(10));
  parts_->WaitForStarts(parts_->start_limit());
  parts_->EndStarts();
  // What refreshes tokens in the background lives on the loops.
  for (const auto& provider : parts_->providers.all()) provider->credential()->Stop();
}

const std::string& Server::address() const { return parts_->address; }
int Server::port() const { return parts_->port; }
int Server::metrics_port() const { return parts_->observation.metrics_port(); }
int Server::channelz_port() const { return parts_->observation.channelz_port(); }
int Server::active_calls() const { return parts_->active_calls(); }
int64_t Server::inflight_bytes() const { return parts_->bytes.used(); }

void Server::Apply(const Config& config) {
  for (size_t i = 0; i < config.providers.size(); ++i) {
    parts_->providers.all()[i]->ReplaceOptions(config.providers[i]);
  }
  parts_->services.ReplaceOptions(config.services);
  if (!config.operation_key_is_random) parts_->sealer.ReplaceKeys(config.operation_keys);
  parts_->drain_times.Replace(DrainTimes(config.drain_delay, config.drain_timeout));
}

ReloadState& Server::reload_state() { return parts_->reload_state; }

void Server::Drain() {
  parts_->grpc_server->GetHealthCheckService()->SetServingStatus(false);
  const DrainTimes times = parts_->drain_times.Get();
  if (times.delay > absl::ZeroDuration()) {
    WriteLog("INFO", "not_ready", "new calls are still taken, until balancers know");
    absl::SleepFor(times.delay);
  }
  WriteLog("INFO", "draining", "no new calls; those under way may finish");
  for (auto& worker : parts_->workers) worker->EndMovableCalls(Draining());
  const absl::Duration drain = times.timeout;
  // Refuses new calls at once and blocks until the old ones have ended. Calls are ended by us, with
  // a reason, before the deadline.
  absl::Notification stopped;
  std::thread shutdown([&] {
    parts_->grpc_server->Shutdown(absl::ToChronoTime(absl::Now() + drain + 2 * kFarewell));
    stopped.Notify();
  });
  parts_->WaitForCalls(drain);
  for (auto& worker : parts_->workers) worker->EndAllCalls(Draining());
  parts_->WaitForCalls(kFarewell);
  // What is left has a caller that does not read, or is not ours: a watch of the health service
  // would hold the shutdown up until its deadline.
  do {
    grpc_server_cancel_all_calls(parts_->grpc_server->c_server());
  } while (!stopped.WaitForNotificationWithTimeout(absl::Milliseconds(50)));
  shutdown.join();
  parts_->WaitForStarts(parts_->start_limit());
  parts_->EndStarts();
  WriteLog("INFO", "stopped", "every call has ended");
}

}  // namespace mediagen
