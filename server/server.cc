#include "server/server.h"

#include <grpc/grpc.h>
#include <grpcpp/health_check_service_interface.h>

#include <chrono>
#include <thread>
#include <utility>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "server/net/url.h"
#include "server/rpc/log.h"
#include "server/server_parts.h"
#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

absl::Status Draining() {
  absl::Status draining = MakeError(absl::StatusCode::kUnavailable, "DRAINING", "the server stops");
  SetRetryDelay(draining, absl::Seconds(1));
  return draining;
}

}  // namespace

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
  auto parts = std::make_unique<ServerParts>(std::move(config));
  if (absl::Status listening = parts->Listen(); !listening.ok()) return listening;
  std::unique_ptr<Server> server(new Server(std::move(parts)));
  ServerParts& running = *server->parts_;
  absl::Status observed = running.observation.Start(running.config, running.metrics);
  if (!observed.ok()) return observed;
  return server;
}

Server::Server(std::unique_ptr<ServerParts> parts) : parts_(std::move(parts)) {}

Server::~Server() {
  for (auto& worker : parts_->workers) worker->EndAllCalls(Draining());
  parts_->grpc_server->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
  // Reactors are freed on the loops, at the latest when those stop.
  parts_->WaitForCalls(absl::Seconds(10));
  parts_->WaitForStarts(parts_->start_limit());
  parts_->EndStarts(Draining());
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
  parts_->EndStarts(Draining());
  WriteLog("INFO", "stopped", "every call has ended");
}

}  // namespace mediagen
