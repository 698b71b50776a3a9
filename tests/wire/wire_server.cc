#include "tests/wire/wire_server.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <chrono>
#include <utility>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "server/config.h"
#include "server/upstream/key_credential.h"
#include "tests/wire/wire_client.h"

namespace mediagen::testing {
namespace {

constexpr std::chrono::seconds kCallLimit{20};

void SetMillis(google::protobuf::Duration& duration, int64_t millis) {
  duration.set_seconds(millis / 1000);
  duration.set_nanos(static_cast<int32_t>(millis % 1000 * 1'000'000));
}

// As short as they may be, for nothing here takes long.
void SetTimes(config::ServerConfig& raw) {
  SetMillis(*raw.mutable_poll_interval(), 10);
  SetMillis(*raw.mutable_longest_poll_backoff(), 10);
  SetMillis(*raw.mutable_operation_wait_limit(), 15'000);
  SetMillis(*raw.mutable_generate_timeout(), 10'000);
  SetMillis(*raw.mutable_short_call_timeout(), 10'000);
  SetMillis(*raw.mutable_stall_timeout(), 10'000);
  SetMillis(*raw.mutable_drain_timeout(), 0);
}

// The fake's address is let through: by plain HTTP, and on loopback.
void TrustLinksTo(const ScriptedUpstream& upstream, config::ServerConfig& raw) {
  config::TrustedLinkHost& fake = *raw.add_trusted_link_hosts();
  fake.set_host(upstream.host());
  fake.set_allow_plain_http(true);
  fake.add_address_ranges(upstream.host());
}

absl::StatusOr<Config> ConfigOf(const WireFile& file, const ScriptedUpstream& upstream) {
  const JsonView request = file.json().Get("request");
  const JsonView client = file.json().Get("client");
  const absl::string_view dialect = request.Get("dialect").Text();
  const bool reverse = absl::StartsWith(request.Get("operation").Text(), "chat_video");
  config::ServerConfig raw;
  raw.set_port(0);
  raw.set_workers(1);
  SetTimes(raw);
  raw.add_allowed_bucket_prefixes("gs://");
  if (client.Get("fetch_links").IsTrue()) {
    config::TrustedLinkHost& fake = *raw.add_trusted_link_hosts();
    fake.set_host("127.0.0.1");
    fake.set_allow_plain_http(true);
    fake.add_address_ranges("127.0.0.1");
  }
  if (client.Get("fetch_links").IsTrue()) TrustLinksTo(upstream, raw);
  config::ProviderConfig& provider = *raw.add_providers();
  provider = ProviderOf(upstream.base_url(), dialect, client);
  provider.set_chat_shape(dialect == "chat" ? "chat_completions" : "generate_content");
  provider.set_video_shape(reverse                     ? "reverse_chat"
                           : dialect == "interactions" ? "interactions"
                                                       : "long_running");
  provider.set_metadata_server(true);
  provider.set_metadata_host(upstream.address());
  absl::StatusOr<Config> config = ResolveConfig(raw);
  if (!config.ok()) return config;
  config->services.check_models = false;
  if (!client.Get("credential").exists()) {
    config->credentials[0] = std::make_shared<FixedCredential>(KeyOf(dialect, client),
                                                               FixedCredential::Owner::kOperator);
  }
  return config;
}

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  arguments.SetMaxSendMessageSize(-1);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

absl::StatusOr<std::unique_ptr<WireServer>> WireServer::Start(const WireFile& file,
                                                              const ScriptedUpstream& upstream) {
  absl::StatusOr<Config> config = ConfigOf(file, upstream);
  if (!config.ok()) return config.status();
  std::vector<std::string> keys = config->operation_keys;
  std::string dialect(config->providers[0].dialect->name);
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(*std::move(config));
  if (!server.ok()) return server.status();
  return std::unique_ptr<WireServer>(
      new WireServer(*std::move(server), std::move(keys), std::move(dialect)));
}

WireServer::WireServer(std::unique_ptr<Server> server, std::vector<std::string> keys,
                       std::string dialect)
    : server_(std::move(server)),
      channel_(ChannelTo(server_->address())),
      images_(v1::ImageService::NewStub(channel_)),
      chats_(v1::ChatImageService::NewStub(channel_)),
      videos_(v1::VideoService::NewStub(channel_)),
      sealer_(std::move(keys)),
      dialect_(std::move(dialect)) {}

std::string WireServer::HandleOf(const std::string& name) const {
  Operation operation;
  operation.provider = std::string(kProviderName);
  operation.dialect = dialect_;
  operation.upstream_name = name;
  operation.interaction = true;
  operation.create_time = absl::Now();
  return sealer_.Seal(operation);
}

void SetDeadline(grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + kCallLimit);
}

}  // namespace mediagen::testing
