#include "server/server_parts.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server_builder.h>

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpc/health/v1/health.pb.h"
#include "server/rpc/listener.h"

namespace mediagen {
namespace {

constexpr char kServices[][32] = {"mediagen.v1.ImageService", "mediagen.v1.ChatImageService",
                                  "mediagen.v1.VideoService", "mediagen.v1.ModelService"};

// HOST:PORT, an IPv6 address in brackets.
std::string HostAndPort(absl::string_view host, int port) {
  const bool bare_ipv6 = absl::StrContains(host, ':') && !absl::StartsWith(host, "[");
  return bare_ipv6 ? absl::StrCat("[", host, "]:", port) : absl::StrCat(host, ":", port);
}

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

ServerParts::ServerParts(Config given)
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

absl::Status ServerParts::Listen() {
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

int ServerParts::active_calls() const {
  int count = 0;
  for (const auto& worker : workers) count += worker->active_calls();
  return count;
}

size_t ServerParts::starts_under_way() {
  size_t count = 0;
  for (const auto& worker : workers) count += worker->starts_under_way();
  return count;
}

void ServerParts::WaitForCalls(absl::Duration limit) {
  const absl::Time until = absl::Now() + limit;
  while (active_calls() > 0 && absl::Now() < until) absl::SleepFor(absl::Milliseconds(10));
}

void ServerParts::WaitForStarts(absl::Duration limit) {
  const absl::Time until = absl::Now() + limit;
  while (starts_under_way() > 0 && absl::Now() < until) absl::SleepFor(absl::Milliseconds(10));
}

void ServerParts::EndStarts(const absl::Status& why) {
  for (auto& worker : workers) worker->EndAllStarts(why);
  const absl::Time until = absl::Now() + kFarewell;
  for (auto& worker : workers) {
    while (worker->starts() > 0 && absl::Now() < until) absl::SleepFor(absl::Milliseconds(1));
  }
}

absl::Duration ServerParts::start_limit() const {
  absl::Duration limit;
  for (const auto& provider : providers.all()) {
    limit = std::max(limit, provider->options().short_call_timeout);
  }
  return limit + absl::Seconds(1);
}

}  // namespace mediagen
