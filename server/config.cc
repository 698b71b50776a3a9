#include "server/config.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/duration_reader.h"
#include "server/link_config.h"
#include "server/net/url.h"
#include "server/observation_config.h"
#include "server/provider_config.h"
#include "server/upstream/dialects.h"
#include "server/upstream/key_file.h"
#include "server/upstream/operation.h"

namespace mediagen {
namespace {

absl::Status ResolveProviders(const config::ServerConfig& raw, Config& config) {
  config::ServerConfig with_default = raw;
  if (raw.providers().empty()) {
    with_default.add_providers()->set_name(std::string(DefaultDialect().name));
  }
  for (int i = 0; i < with_default.providers_size(); ++i) {
    const std::string knob = absl::StrCat("providers[", i, "]");
    const config::ProviderConfig& provider = with_default.providers(i);
    absl::StatusOr<ProviderOptions> options =
        ResolveProvider(knob, provider, raw.allow_plaintext_upstream());
    if (!options.ok()) return options.status();
    for (const ProviderOptions& other : config.providers) {
      if (other.name == options->name)
        return WrongKnob(absl::StrCat(knob, ".name"), "is there twice");
    }
    absl::StatusOr<std::unique_ptr<Credential>> credential =
        ResolveCredential(knob, provider, *options, raw.allow_plaintext_upstream());
    if (!credential.ok()) return credential.status();
    config.providers.push_back(*std::move(options));
    config.credentials.push_back(*std::move(credential));
  }
  config.default_provider = Or(raw.default_provider(), config.providers.front().name);
  for (const ProviderOptions& provider : config.providers) {
    if (provider.name == config.default_provider) return absl::OkStatus();
  }
  return WrongKnob("default_provider", "is none of the providers");
}

absl::Status ResolveCatalogue(const config::ServerConfig& raw, Config& config) {
  if (raw.catalogue_file().empty()) return absl::OkStatus();
  absl::StatusOr<std::string> text = ReadFile(raw.catalogue_file());
  if (!text.ok()) return WrongKnob("catalogue_file", text.status().message());
  absl::StatusOr<std::shared_ptr<const Catalogue>> catalogue = Catalogue::Load(*text);
  if (!catalogue.ok()) return WrongKnob("catalogue_file", catalogue.status().message());
  for (ProviderOptions& provider : config.providers) provider.catalogue = *catalogue;
  return absl::OkStatus();
}

// A provider's files may lie anywhere that is public.
void SetLinkTimeouts(absl::Duration connect, absl::Duration response, absl::Duration stall,
                     WatchOptions& watch) {
  watch.links.connect_timeout = connect;
  watch.links.response_timeout = response;
  watch.links.stall_timeout = stall;
  const std::vector<std::string> anywhere = std::exchange(watch.files.hosts, {});
  watch.files = watch.links;
  watch.files.hosts = anywhere;
}

absl::Status ResolveDurations(const config::ServerConfig& raw, Config& config) {
  DurationReader reader;
  const absl::Duration least = absl::Milliseconds(10);
  const absl::Duration hour = absl::Hours(1);
  config.services.watch.poll_interval =
      reader.Read("poll_interval", raw.has_poll_interval(), raw.poll_interval(), absl::Seconds(10),
                  least, absl::Minutes(10));
  config.services.watch.longest_backoff =
      reader.Read("longest_poll_backoff", raw.has_longest_poll_backoff(),
                  raw.longest_poll_backoff(), absl::Seconds(60), least, hour);
  config.services.watch.progress_interval =
      reader.Read("progress_interval", raw.has_progress_interval(), raw.progress_interval(),
                  absl::Seconds(10), least, absl::Seconds(15));
  config.services.watch.wait_limit =
      reader.Read("operation_wait_limit", raw.has_operation_wait_limit(),
                  raw.operation_wait_limit(), absl::Minutes(20), least, 48 * hour);
  config.services.conversation_idle_limit =
      reader.Read("conversation_idle_limit", raw.has_conversation_idle_limit(),
                  raw.conversation_idle_limit(), absl::Minutes(10), least, 24 * hour);
  config.services.watch.links.time_limit =
      reader.Read("link_time_limit", raw.has_link_time_limit(), raw.link_time_limit(),
                  absl::Minutes(15), least, 24 * hour);
  config.drain_timeout = reader.Read("drain_timeout", raw.has_drain_timeout(), raw.drain_timeout(),
                                     absl::Seconds(25), absl::ZeroDuration(), hour);
  config.drain_delay = reader.Read("drain_delay", raw.has_drain_delay(), raw.drain_delay(),
                                   absl::ZeroDuration(), absl::ZeroDuration(), hour);
  config.config_check_interval =
      reader.Read("config_check_interval", raw.has_config_check_interval(),
                  raw.config_check_interval(), absl::Seconds(2), absl::ZeroDuration(), hour);
  if (config.config_check_interval == absl::ZeroDuration()) {
    config.config_check_interval = absl::InfiniteDuration();
  }
  config.slow_client_timeout =
      reader.Read("slow_client_timeout", raw.has_slow_client_timeout(), raw.slow_client_timeout(),
                  absl::Seconds(120), absl::ZeroDuration(), 24 * hour);
  if (config.slow_client_timeout == absl::ZeroDuration()) {
    config.slow_client_timeout = absl::InfiniteDuration();
  }
  const auto connect = reader.Read("connect_timeout", raw.has_connect_timeout(),
                                   raw.connect_timeout(), absl::Seconds(10), least, hour);
  const auto generate = reader.Read("generate_timeout", raw.has_generate_timeout(),
                                    raw.generate_timeout(), absl::Minutes(10), least, hour);
  const auto short_call = reader.Read("short_call_timeout", raw.has_short_call_timeout(),
                                      raw.short_call_timeout(), absl::Seconds(60), least, hour);
  const auto stall = reader.Read("stall_timeout", raw.has_stall_timeout(), raw.stall_timeout(),
                                 absl::Seconds(60), least, hour);
  SetLinkTimeouts(connect, short_call, stall, config.services.watch);
  for (ProviderOptions& provider : config.providers) {
    provider.connect_timeout = connect;
    provider.generate_timeout = generate;
    provider.short_call_timeout = short_call;
    provider.stall_timeout = stall;
  }
  return reader.status();
}

// Its start, its making, and its way to the caller.
absl::Duration LongestVideo(const Config& config) {
  return config.providers.front().short_call_timeout + 2 * config.services.watch.wait_limit;
}

absl::Status ResolveOperationKeys(const config::ServerConfig& raw, Config& config) {
  if (raw.operation_key_file().empty()) {
    // Handles would die with this replica: fine for trying things out, not for callers elsewhere.
    if (!IsLoopbackHost(config.host))
      return WrongKnob("operation_key_file", "is required when listening beyond loopback");
    config.operation_keys.push_back(OperationSealer::RandomKey());
    config.operation_key_is_random = true;
    return absl::OkStatus();
  }
  absl::StatusOr<std::string> text = ReadFile(raw.operation_key_file());
  if (!text.ok()) return WrongKnob("operation_key_file", text.status().message());
  absl::StatusOr<std::vector<std::string>> keys = OperationSealer::ReadKeys(*text);
  if (!keys.ok()) return WrongKnob("operation_key_file", keys.status().message());
  config.operation_keys = *std::move(keys);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<config::ServerConfig> ParseConfig(absl::string_view json) {
  config::ServerConfig raw;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = false;
  const auto status = google::protobuf::util::JsonStringToMessage(std::string(json), &raw, options);
  if (!status.ok())
    return absl::InvalidArgumentError(
        absl::StrCat("configuration: ", std::string(status.message())));
  return raw;
}

absl::StatusOr<Config> ResolveConfig(const config::ServerConfig& raw) {
  Config config;
  config.host = Or(raw.host(), "127.0.0.1");
  config.port = raw.has_port() ? raw.port() : 50051;
  if (config.port < 0 || config.port > 65535) return WrongKnob("port", "must be 0 to 65535");
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  config.workers = raw.has_workers() ? raw.workers() : cores <= 2 ? 1 : std::min(8, cores / 2);
  if (config.workers < 1 || config.workers > 64) return WrongKnob("workers", "must be 1 to 64");
  config.services.watch.max_poll_failures =
      raw.has_max_poll_failures() ? raw.max_poll_failures() : 10;
  if (config.services.watch.max_poll_failures < 1)
    return WrongKnob("max_poll_failures", "must be 1 or more");
  const int capacity = raw.has_request_id_capacity() ? raw.request_id_capacity() : 100'000;
  if (capacity < 1) return WrongKnob("request_id_capacity", "must be 1 or more");
  config.request_id_capacity = static_cast<size_t>(capacity);
  config.services.max_history_bytes =
      raw.has_max_history_bytes() ? raw.max_history_bytes() : 64'000'000;
  if (config.services.max_history_bytes < 1'000'000 ||
      config.services.max_history_bytes > 1'000'000'000) {
    return WrongKnob("max_history_bytes", "must be 1000000 to 1000000000");
  }
  config.max_inflight_bytes =
      raw.has_max_inflight_bytes() ? raw.max_inflight_bytes() : int64_t{512} << 20;
  if (config.max_inflight_bytes < 16'000'000 || config.max_inflight_bytes > 1'000'000'000'000) {
    return WrongKnob("max_inflight_bytes", "must be 16000000 to 1000000000000");
  }
  config.services.allow_caller_keys = raw.allow_caller_keys();
  config.services.refuse_retired_models = raw.refuse_retired_models();
  config.services.buckets =
      GcsPrefixes({raw.allowed_bucket_prefixes().begin(), raw.allowed_bucket_prefixes().end()});
  config.services.pubsub_topics = {raw.allowed_pubsub_topics().begin(),
                                   raw.allowed_pubsub_topics().end()};
  config.services.translation.model = raw.translation_model();
  config.services.translation.provider = raw.translation_provider();
  config.services.translation.by_default = raw.translate_prompts();
  if (raw.translate_prompts() && raw.translation_model().empty()) {
    return WrongKnob("translate_prompts", "needs translation_model");
  }
  config.http.ca_file = raw.ca_file();
  config.http.clients = config.workers;
  if (!raw.ca_file().empty() && !ReadFile(raw.ca_file()).ok())
    return WrongKnob("ca_file", "cannot be read");
  if (absl::Status status = ResolveProviders(raw, config); !status.ok()) return status;
  if (absl::Status status = ResolveCatalogue(raw, config); !status.ok()) return status;
  absl::StatusOr<LinkRules> links = ResolveLinks(raw);
  if (!links.ok()) return links.status();
  config.services.watch.links = *std::move(links);
  config.links_beyond_public = GoBeyondPublic(config.services.watch.links);
  if (absl::Status status = ResolveDurations(raw, config); !status.ok()) return status;
  if (absl::Status status = ResolveOperationKeys(raw, config); !status.ok()) return status;
  absl::StatusOr<DoorOptions> door = ResolveDoor(raw, config.host, LongestVideo(config));
  if (!door.ok()) return door.status();
  config.door = *std::move(door);
  if (absl::Status status = ResolveObservation(raw, config); !status.ok()) return status;
  return config;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return absl::NotFoundError(absl::StrCat(path, " cannot be read"));
  return text.str();
}

}  // namespace mediagen
