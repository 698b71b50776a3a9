#include "server/door_config.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "server/duration_reader.h"
#include "server/net/url.h"
#include "server/rpc/log.h"
#include "server/rpc/tenants_file.h"
#include "server/upstream/certificate_check.h"
#include "server/upstream/key_file.h"

namespace mediagen {
namespace {

constexpr size_t kLargestPem = 1024 * 1024;

// A whole number with its default and range.
template <typename Number>
absl::StatusOr<Number> ReadNumber(absl::string_view knob, bool set, Number value, Number fallback,
                                  Number least, Number most) {
  if (!set) return fallback;
  if (value >= least && value <= most) return value;
  return WrongKnob(knob, absl::StrCat("must be ", least, " to ", most));
}

absl::Status ResolveTls(const config::ServerConfig& raw, const std::string& host,
                        DoorOptions& door) {
  const config::TlsConfig& tls = raw.tls();
  door.tls.certificate_file = tls.certificate_file();
  door.tls.private_key_file = tls.private_key_file();
  door.tls.client_ca_file = tls.client_ca_file();
  if (!raw.has_tls()) {
    if (IsLoopbackHost(host)) return absl::OkStatus();
    door.is_readable_by_others = true;
    if (raw.allow_plaintext()) return absl::OkStatus();
    return WrongKnob("tls", "is required when listening beyond loopback, unless allow_plaintext");
  }
  absl::StatusOr<std::string> chain = ReadSmallFile(tls.certificate_file(), kLargestPem);
  if (!chain.ok()) return WrongKnob("tls.certificate_file", chain.status().message());
  absl::StatusOr<std::string> key = ReadSmallFile(tls.private_key_file(), kLargestPem);
  if (!key.ok()) return WrongKnob("tls.private_key_file", key.status().message());
  if (absl::Status pair = CheckKeyPair(*chain, *key); !pair.ok())
    return WrongKnob("tls", pair.message());
  if (tls.client_ca_file().empty()) return absl::OkStatus();
  absl::StatusOr<std::string> roots = ReadSmallFile(tls.client_ca_file(), kLargestPem);
  if (!roots.ok()) return WrongKnob("tls.client_ca_file", roots.status().message());
  if (absl::Status readable = CheckCertificates(*roots); !readable.ok())
    return WrongKnob("tls.client_ca_file", readable.message());
  return absl::OkStatus();
}

absl::Status ResolveTenants(const config::ServerConfig& raw, const std::string& host,
                            DoorOptions& door) {
  door.tenants_file = raw.tenants_file();
  const bool named = !raw.tenants_file().empty();
  door.reflection = raw.has_reflection() ? raw.reflection() : !named || IsLoopbackHost(host);
  if (!named) return absl::OkStatus();
  const absl::Status readable = ReadTenantsFile(raw.tenants_file()).status();
  return readable.ok() ? readable : WrongKnob("tenants_file", readable.message());
}

absl::Status ResolveLimits(const config::ServerConfig& raw, Limits& limits) {
  const auto calls =
      ReadNumber("max_calls", raw.has_max_calls(), raw.max_calls(), 20'000, 1, 1'000'000);
  if (!calls.ok()) return calls.status();
  limits.max_calls = *calls;
  if (raw.has_max_requests_per_second()) {
    const auto rate =
        ReadNumber("max_requests_per_second", true, raw.max_requests_per_second(), 1.0, 0.001, 1e6);
    if (!rate.ok()) return rate.status();
    limits.max_requests_per_second = *rate;
    limits.request_burst = std::max(1, static_cast<int>(std::ceil(2 * *rate)));
  }
  if (raw.has_request_burst()) {
    if (!raw.has_max_requests_per_second())
      return WrongKnob("request_burst", "needs max_requests_per_second");
    if (raw.request_burst() < 1) return WrongKnob("request_burst", "must be 1 or more");
    limits.request_burst = raw.request_burst();
  }
  if (raw.has_max_spend_nano_usd_per_day()) {
    if (raw.max_spend_nano_usd_per_day() < 0)
      return WrongKnob("max_spend_nano_usd_per_day", "must be 0 or more");
    limits.max_spend_nano_usd_per_day = raw.max_spend_nano_usd_per_day();
  }
  return absl::OkStatus();
}

absl::Status ResolveSizes(const config::ServerConfig& raw, ConnectionLimits& limits) {
  const auto request = ReadNumber<int64_t>("max_request_bytes", raw.has_max_request_bytes(),
                                           raw.max_request_bytes(), 64 << 20, 1'000'000, 1 << 30);
  if (!request.ok()) return request.status();
  limits.max_request_bytes = *request;
  const auto metadata = ReadNumber("max_metadata_bytes", raw.has_max_metadata_bytes(),
                                   raw.max_metadata_bytes(), 16 << 10, 4 << 10, 1 << 20);
  if (!metadata.ok()) return metadata.status();
  limits.max_metadata_bytes = *metadata;
  const auto streams =
      ReadNumber("max_streams_per_connection", raw.has_max_streams_per_connection(),
                 raw.max_streams_per_connection(), 1000, 1, 1'000'000);
  if (!streams.ok()) return streams.status();
  limits.max_streams_per_connection = *streams;
  const auto strikes = ReadNumber("max_ping_strikes", raw.has_max_ping_strikes(),
                                  raw.max_ping_strikes(), 2, 1, 1000);
  if (!strikes.ok()) return strikes.status();
  limits.max_ping_strikes = *strikes;
  return absl::OkStatus();
}

absl::Status ResolveTimes(const config::ServerConfig& raw, absl::Duration longest_video,
                          ConnectionLimits& limits) {
  DurationReader reader;
  const absl::Duration second = absl::Seconds(1);
  const absl::Duration longest = absl::Hours(24 * 7);
  limits.max_age = reader.ReadOrNever("max_connection_age", raw.has_max_connection_age(),
                                      raw.max_connection_age(), absl::Hours(1), second, longest);
  limits.max_age_grace = reader.Read("max_connection_age_grace", raw.has_max_connection_age_grace(),
                                     raw.max_connection_age_grace(),
                                     longest_video + absl::Minutes(5), longest_video, longest);
  limits.max_idle =
      reader.ReadOrNever("max_connection_idle", raw.has_max_connection_idle(),
                         raw.max_connection_idle(), absl::Minutes(30), second, longest);
  limits.keepalive_time =
      reader.ReadOrNever("keepalive_time", raw.has_keepalive_time(), raw.keepalive_time(),
                         absl::Minutes(2), second, absl::Hours(24));
  limits.keepalive_timeout =
      reader.Read("keepalive_timeout", raw.has_keepalive_timeout(), raw.keepalive_timeout(),
                  absl::Seconds(20), second, absl::Hours(1));
  limits.min_ping_interval =
      reader.Read("min_ping_interval", raw.has_min_ping_interval(), raw.min_ping_interval(),
                  absl::Seconds(10), absl::ZeroDuration(), absl::Hours(1));
  return reader.status();
}

}  // namespace

absl::StatusOr<DoorOptions> ResolveDoor(const config::ServerConfig& raw, const std::string& host,
                                        absl::Duration longest_video) {
  DoorOptions door;
  absl::Status status = ResolveTls(raw, host, door);
  if (status.ok()) status = ResolveTenants(raw, host, door);
  if (status.ok()) status = ResolveLimits(raw, door.limits);
  if (status.ok()) status = ResolveSizes(raw, door.connections);
  if (status.ok()) status = ResolveTimes(raw, longest_video, door.connections);
  if (!status.ok()) return status;
  return door;
}

void LogRisks(const DoorOptions& door) {
  if (!door.is_readable_by_others) return;
  WriteLog("WARNING", "allow_plaintext",
           "listening beyond loopback without TLS: others can read keys, tokens and media");
}

}  // namespace mediagen
