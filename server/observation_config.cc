#include "server/observation_config.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/provider_config.h"

namespace mediagen {
namespace {

absl::Duration ToDuration(const google::protobuf::Duration& value) {
  return absl::Seconds(value.seconds()) + absl::Nanoseconds(value.nanos());
}

absl::Status CheckPort(absl::string_view knob, int port) {
  return port < 0 || port > 65535 ? WrongKnob(knob, "must be 0 to 65535") : absl::OkStatus();
}

absl::Status CheckTime(absl::string_view knob, absl::Duration time) {
  const bool fits = time >= absl::Milliseconds(10) && time <= absl::Hours(1);
  return fits ? absl::OkStatus() : WrongKnob(knob, "must be 10ms to 1h");
}

absl::Status ResolveBreaker(const config::BreakerConfig& raw, BreakerOptions& options) {
  if (raw.has_min_calls()) options.min_calls = raw.min_calls();
  if (options.min_calls < 0) return WrongKnob("breaker.min_calls", "must not be negative");
  if (raw.has_failure_share()) options.failure_share = raw.failure_share();
  if (!(options.failure_share > 0 && options.failure_share <= 1))
    return WrongKnob("breaker.failure_share", "must be above 0 and at most 1");
  if (raw.has_window()) options.window = ToDuration(raw.window());
  if (absl::Status window = CheckTime("breaker.window", options.window); !window.ok())
    return window;
  if (raw.has_open_time()) options.open_time = ToDuration(raw.open_time());
  return CheckTime("breaker.open_time", options.open_time);
}

}  // namespace

absl::Status ResolveObservation(const config::ServerConfig& raw, Config& config) {
  config.metrics_host = Or(raw.metrics_host(), "127.0.0.1");
  if (absl::StrContains(config.metrics_host, ':') && !absl::StartsWith(config.metrics_host, "["))
    config.metrics_host = absl::StrCat("[", config.metrics_host, "]");
  if (raw.has_metrics_port()) config.metrics_port = raw.metrics_port();
  if (absl::Status port = CheckPort("metrics_port", raw.metrics_port()); !port.ok()) return port;
  if (raw.has_channelz_port()) config.channelz_port = raw.channelz_port();
  if (absl::Status port = CheckPort("channelz_port", raw.channelz_port()); !port.ok()) return port;
  config.tells_upstreams_trace = raw.send_traceparent();
  BreakerOptions breaker;
  if (absl::Status resolved = ResolveBreaker(raw.breaker(), breaker); !resolved.ok())
    return resolved;
  for (ProviderOptions& provider : config.providers) provider.breaker = breaker;
  return absl::OkStatus();
}

}  // namespace mediagen
