#include "server/config.h"

#include <arpa/inet.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/upstream/key_file.h"
#include "server/upstream/dialects.h"
#include "server/upstream/operation.h"

namespace mediagen {
namespace {

absl::Status Wrong(absl::string_view knob, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("configuration, ", knob, ": ", what));
}

bool IsLoopback(absl::string_view host) {
  if (host == "localhost" || host == "::1" || host == "[::1]") return true;
  in_addr address;
  return inet_pton(AF_INET, std::string(host).c_str(), &address) == 1 &&
         ntohl(address.s_addr) >> 24 == 127;
}

// Host of an http(s) URL, without port; empty for anything else.
absl::string_view HostOf(absl::string_view url) {
  if (!absl::ConsumePrefix(&url, "https://") && !absl::ConsumePrefix(&url, "http://")) return "";
  url = url.substr(0, url.find_first_of("/?#"));
  if (absl::StartsWith(url, "[")) return url.substr(0, url.find(']') + 1);
  return url.substr(0, url.find(':'));
}

absl::StatusOr<std::string> CheckBaseUrl(absl::string_view knob, absl::string_view url,
                                         bool allow_plaintext) {
  if (HostOf(url).empty() || url.find_first_of("?#@ \t\r\n") != absl::string_view::npos) {
    return Wrong(knob, "must be an http(s) URL without query or user");
  }
  if (absl::StartsWith(url, "http://") && !IsLoopback(HostOf(url)) && !allow_plaintext) {
    return Wrong(knob, "http:// is for loopback only, unless allow_plaintext_upstream is set");
  }
  while (absl::ConsumeSuffix(&url, "/")) {
  }
  return std::string(url);
}

// Reads durations with defaults and ranges and keeps the first error.
class DurationReader {
 public:
  absl::Duration Read(absl::string_view knob, bool set, const google::protobuf::Duration& value,
                      absl::Duration fallback, absl::Duration least, absl::Duration most) {
    if (!set) return fallback;
    const absl::Duration duration =
        absl::Seconds(value.seconds()) + absl::Nanoseconds(value.nanos());
    if (duration < least || duration > most) {
      status_.Update(Wrong(knob, absl::StrCat("must be ", absl::FormatDuration(least), " to ",
                                              absl::FormatDuration(most))));
    }
    return duration;
  }
  const absl::Status& status() const { return status_; }

 private:
  absl::Status status_;
};

absl::StatusOr<std::string> ReadProviderKey(absl::string_view knob,
                                            const config::ProviderConfig& raw) {
  if (raw.api_key_file().empty() == raw.api_key_env().empty()) {
    return Wrong(knob, "exactly one of api_key_file and api_key_env must be set");
  }
  absl::StatusOr<std::string> key = raw.api_key_file().empty() ? ReadKeyVariable(raw.api_key_env())
                                                               : ReadKeyFile(raw.api_key_file());
  if (!key.ok()) return Wrong(knob, key.status().message());
  return key;
}

std::string Or(const std::string& value, absl::string_view fallback) {
  return value.empty() ? std::string(fallback) : value;
}

absl::StatusOr<ProviderOptions> ResolveProvider(absl::string_view knob,
                                                const config::ProviderConfig& raw,
                                                bool allow_plaintext) {
  ProviderOptions options;
  options.name = raw.name();
  if (options.name.empty()) return Wrong(absl::StrCat(knob, ".name"), "is required");
  options.dialect = FindDialect(Or(raw.dialect(), raw.name()));
  if (options.dialect == nullptr) {
    return Wrong(absl::StrCat(knob, ".dialect"), absl::StrCat("is none of ", DialectNames()));
  }
  const Dialect& dialect = *options.dialect;
  absl::StatusOr<std::string> gemini =
      CheckBaseUrl(absl::StrCat(knob, ".gemini_base_url"),
                   Or(raw.gemini_base_url(), dialect.default_gemini_base_url), allow_plaintext);
  if (!gemini.ok()) return gemini.status();
  absl::StatusOr<std::string> chat =
      CheckBaseUrl(absl::StrCat(knob, ".chat_base_url"),
                   Or(raw.chat_base_url(), dialect.default_chat_base_url), allow_plaintext);
  if (!chat.ok()) return chat.status();
  options.gemini_base_url = *std::move(gemini);
  options.chat_base_url = *std::move(chat);
  options.api_version = Or(raw.api_version(), dialect.default_api_version);
  if (!IsPathName(options.api_version))
    return Wrong(absl::StrCat(knob, ".api_version"), "cannot stand in a path");
  options.default_image_model = Or(raw.default_image_model(), dialect.default_image_model);
  options.default_chat_model = Or(raw.default_chat_model(), dialect.default_chat_model);
  options.default_video_model = Or(raw.default_video_model(), dialect.default_video_model);
  return options;
}

absl::Status ResolveProviders(const config::ServerConfig& raw, Config& config) {
  config::ServerConfig with_default = raw;
  if (raw.providers().empty()) {
    config::ProviderConfig& only = *with_default.add_providers();
    only.set_name(std::string(DefaultDialect().name));
    only.set_api_key_env(std::string(DefaultDialect().default_key_variable));
  }
  for (int i = 0; i < with_default.providers_size(); ++i) {
    const std::string knob = absl::StrCat("providers[", i, "]");
    const config::ProviderConfig& provider = with_default.providers(i);
    absl::StatusOr<ProviderOptions> options =
        ResolveProvider(knob, provider, raw.allow_plaintext_upstream());
    if (!options.ok()) return options.status();
    for (const ProviderOptions& other : config.providers) {
      if (other.name == options->name) return Wrong(absl::StrCat(knob, ".name"), "is there twice");
    }
    absl::StatusOr<std::string> key = ReadProviderKey(knob, provider);
    if (!key.ok()) return key.status();
    config.providers.push_back(*std::move(options));
    config.provider_keys.push_back(*std::move(key));
  }
  config.default_provider = Or(raw.default_provider(), config.providers.front().name);
  for (const ProviderOptions& provider : config.providers) {
    if (provider.name == config.default_provider) return absl::OkStatus();
  }
  return Wrong("default_provider", "is none of the providers");
}

absl::Status ResolveDurations(const config::ServerConfig& raw, Config& config) {
  DurationReader reader;
  const absl::Duration least = absl::Milliseconds(10);
  const absl::Duration hour = absl::Hours(1);
  config.watch.poll_interval =
      reader.Read("poll_interval", raw.has_poll_interval(), raw.poll_interval(), absl::Seconds(10),
                  least, absl::Minutes(10));
  config.watch.longest_backoff =
      reader.Read("longest_poll_backoff", raw.has_longest_poll_backoff(),
                  raw.longest_poll_backoff(), absl::Seconds(60), least, hour);
  config.watch.progress_interval =
      reader.Read("progress_interval", raw.has_progress_interval(), raw.progress_interval(),
                  absl::Seconds(10), least, absl::Seconds(15));
  config.watch.wait_limit =
      reader.Read("operation_wait_limit", raw.has_operation_wait_limit(),
                  raw.operation_wait_limit(), absl::Minutes(20), least, 48 * hour);
  config.drain_timeout = reader.Read("drain_timeout", raw.has_drain_timeout(), raw.drain_timeout(),
                                     absl::Seconds(25), absl::ZeroDuration(), hour);
  const auto connect = reader.Read("connect_timeout", raw.has_connect_timeout(),
                                   raw.connect_timeout(), absl::Seconds(10), least, hour);
  const auto generate = reader.Read("generate_timeout", raw.has_generate_timeout(),
                                    raw.generate_timeout(), absl::Minutes(10), least, hour);
  const auto short_call = reader.Read("short_call_timeout", raw.has_short_call_timeout(),
                                      raw.short_call_timeout(), absl::Seconds(60), least, hour);
  const auto stall = reader.Read("stall_timeout", raw.has_stall_timeout(), raw.stall_timeout(),
                                 absl::Seconds(60), least, hour);
  for (ProviderOptions& provider : config.providers) {
    provider.connect_timeout = connect;
    provider.generate_timeout = generate;
    provider.short_call_timeout = short_call;
    provider.stall_timeout = stall;
  }
  return reader.status();
}

absl::Status ResolveOperationKeys(const config::ServerConfig& raw, Config& config) {
  if (raw.operation_key_file().empty()) {
    // Handles would die with this replica: fine for trying things out, not for callers elsewhere.
    if (!IsLoopback(config.host))
      return Wrong("operation_key_file", "is required when listening beyond loopback");
    config.operation_keys.push_back(OperationSealer::RandomKey());
    config.operation_key_is_random = true;
    return absl::OkStatus();
  }
  absl::StatusOr<std::string> text = ReadFile(raw.operation_key_file());
  if (!text.ok()) return Wrong("operation_key_file", text.status().message());
  absl::StatusOr<std::vector<std::string>> keys = OperationSealer::ReadKeys(*text);
  if (!keys.ok()) return Wrong("operation_key_file", keys.status().message());
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
  if (config.port < 0 || config.port > 65535) return Wrong("port", "must be 0 to 65535");
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  config.workers = raw.has_workers() ? raw.workers() : cores <= 2 ? 1 : std::min(8, cores / 2);
  if (config.workers < 1 || config.workers > 64) return Wrong("workers", "must be 1 to 64");
  config.watch.max_poll_failures = raw.has_max_poll_failures() ? raw.max_poll_failures() : 10;
  if (config.watch.max_poll_failures < 1) return Wrong("max_poll_failures", "must be 1 or more");
  const int capacity = raw.has_request_id_capacity() ? raw.request_id_capacity() : 100'000;
  if (capacity < 1) return Wrong("request_id_capacity", "must be 1 or more");
  config.request_id_capacity = static_cast<size_t>(capacity);
  config.http.ca_file = raw.ca_file();
  if (!raw.ca_file().empty() && !ReadFile(raw.ca_file()).ok())
    return Wrong("ca_file", "cannot be read");
  if (absl::Status status = ResolveProviders(raw, config); !status.ok()) return status;
  if (absl::Status status = ResolveDurations(raw, config); !status.ok()) return status;
  if (absl::Status status = ResolveOperationKeys(raw, config); !status.ok()) return status;
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
