// The server's configuration, checked and with every default filled in.
#ifndef MEDIAGEN_SERVER_CONFIG_H_
#define MEDIAGEN_SERVER_CONFIG_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/config.pb.h"
#include "server/door_config.h"
#include "server/net/http_client.h"
#include "server/rpc/service_context.h"
#include "server/upstream/provider.h"

namespace mediagen {

// What each floor is handed. A plain value; config.proto says what each knob means.
class Config {
 public:
  Config() = default;

  std::string host;
  int port = 0;
  int workers = 1;
  std::vector<ProviderOptions> providers;
  std::vector<std::shared_ptr<Credential>> credentials;  // In the order of `providers`.
  std::string default_provider;
  std::vector<std::string> operation_keys;
  bool operation_key_is_random = false;
  HttpClientOptions http;
  ServiceOptions services;
  absl::Duration drain_delay;
  absl::Duration drain_timeout;
  size_t request_id_capacity = 0;
  int64_t max_inflight_bytes = 0;
  absl::Duration slow_client_timeout;  // Infinite: none.
  std::string metrics_host;
  std::optional<int> metrics_port;   // None: no metrics are served.
  std::optional<int> channelz_port;  // None: no channelz.
  bool tells_upstreams_trace = false;
  // Whether links may lead to plain http or to addresses that are not public.
  bool links_beyond_public = false;
  DoorOptions door;
  absl::Duration config_check_interval;  // Infinite: never.
};

// Parses the JSON of a configuration file; an error names the key that is unknown or has a wrong
// type.
absl::StatusOr<config::ServerConfig> ParseConfig(absl::string_view json);

// Checks and completes; reads the key files. An error names the knob.
absl::StatusOr<Config> ResolveConfig(const config::ServerConfig& raw);

absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CONFIG_H_
