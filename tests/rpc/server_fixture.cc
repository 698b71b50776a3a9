#include "tests/rpc/server_fixture.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <cstdlib>

#include "client/grpc_status.h"

namespace mediagen::testing {

config::ServerConfig TestConfig(const std::string& upstream_url) {
  config::ServerConfig config;
  config.set_port(0);
  config::ProviderConfig& provider = *config.add_providers();
  provider.set_name("aihubmix");
  provider.set_base_url(upstream_url);
  provider.set_chat_base_url(upstream_url);
  provider.set_api_key_env(kUpstreamKeyVariable);
  SetMillis(*config.mutable_poll_interval(), 10);
  SetMillis(*config.mutable_longest_poll_backoff(), 10);
  SetMillis(*config.mutable_progress_interval(), 50);
  SetMillis(*config.mutable_drain_timeout(), 5'000);
  // Tests of failures make many of them.
  config.mutable_breaker()->set_min_calls(0);
  return config;
}

void SetMillis(google::protobuf::Duration& duration, int64_t millis) {
  duration.set_seconds(millis / 1000);
  duration.set_nanos(static_cast<int32_t>(millis % 1000 * 1'000'000));
}

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  arguments.SetMaxSendMessageSize(-1);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  // A caller that does not read is noticed after 64 KiB, not after what a probe found fitting.
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

client::CallError ErrorOf(const grpc::Status& status) {
  return client::ParseCallError(client::ToAbslStatus(status));
}

RunningServer::RunningServer(const config::ServerConfig& raw) {
  setenv(kUpstreamKeyVariable, kUpstreamKey, 1);
  absl::StatusOr<Config> config = ResolveConfig(raw);
  if (!config.ok()) ADD_FAILURE() << config.status();
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(*std::move(config));
  if (!server.ok()) ADD_FAILURE() << server.status();
  server_ = *std::move(server);
  channel_ = ChannelTo(server_->address());
  images_ = v1::ImageService::NewStub(channel_);
  chats_ = v1::ChatImageService::NewStub(channel_);
  videos_ = v1::VideoService::NewStub(channel_);
}

bool RunningServer::WaitUntilIdle(std::chrono::milliseconds limit) {
  return Eventually(limit, [this] { return server_->active_calls() == 0; });
}

bool RunningServer::WaitForCalls(int count) {
  return Eventually(kTestLimit, [&] { return server_->active_calls() == count; });
}

ServerTest::ServerTest(FakeUpstreamOptions options)
    : upstream_(options), config_(TestConfig(upstream_.base_url())) {}

RunningServer& ServerTest::server() {
  std::lock_guard lock(mutex_);
  if (server_ == nullptr) server_ = std::make_unique<RunningServer>(config_);
  return *server_;
}

}  // namespace mediagen::testing
