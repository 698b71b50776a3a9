#include "server/provider_config.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/net/url.h"
#include "server/upstream/dialects.h"
#include "server/upstream/make_credential.h"
#include "server/upstream/model_path.h"

namespace mediagen {
namespace {

absl::StatusOr<std::string> CheckBaseUrl(absl::string_view knob, absl::string_view url,
                                         bool allow_plaintext) {
  if (url.empty()) return std::string();
  const absl::StatusOr<Url> parsed = ParseUrl(url);
  if (!parsed.ok() || url.find_first_of("?#@") != absl::string_view::npos) {
    return WrongKnob(knob, "must be an http(s) URL without query or user");
  }
  if (parsed->scheme == "http" && !IsLoopbackHost(parsed->host) && !allow_plaintext) {
    return WrongKnob(knob, "http:// is for loopback only, unless allow_plaintext_upstream is set");
  }
  while (absl::ConsumeSuffix(&url, "/")) {
  }
  return std::string(url);
}

// Project and location become segments of every path.
absl::Status CheckPlace(absl::string_view knob, const ProviderOptions& options) {
  const auto is_segment = [](absl::string_view text) {
    return text.empty() || (IsPathName(text) && !absl::StrContains(text, '/'));
  };
  if (!is_segment(options.project)) {
    return WrongKnob(absl::StrCat(knob, ".project"), "cannot stand in a path");
  }
  if (!is_segment(options.location)) {
    return WrongKnob(absl::StrCat(knob, ".location"), "cannot stand in a path");
  }
  if (!options.project.empty() && options.location.empty()) {
    return WrongKnob(absl::StrCat(knob, ".location"), "is required with project");
  }
  return absl::OkStatus();
}

absl::Status ResolveShapes(absl::string_view knob, const config::ProviderConfig& raw,
                           ProviderOptions& options) {
  if (raw.chat_shape() == "chat_completions") {
    options.chat_shape = ChatShape::kChatCompletions;
  } else if (raw.chat_shape() == "generate_content") {
    options.chat_shape = ChatShape::kGenerateContent;
  } else if (!raw.chat_shape().empty()) {
    return WrongKnob(absl::StrCat(knob, ".chat_shape"),
                     "is none of chat_completions, generate_content");
  }
  if (raw.video_shape() == "long_running") {
    options.video_shape = VideoShape::kLongRunning;
  } else if (raw.video_shape() == "reverse_chat") {
    options.video_shape = VideoShape::kReverseChat;
  } else if (raw.video_shape() == "interactions") {
    options.video_shape = VideoShape::kInteractions;
  } else if (!raw.video_shape().empty()) {
    return WrongKnob(absl::StrCat(knob, ".video_shape"),
                     "is none of long_running, reverse_chat, interactions");
  }
  return absl::OkStatus();
}

absl::Status ResolveInteractions(absl::string_view knob, const config::ProviderConfig& raw,
                                 ProviderOptions& options) {
  const absl::string_view own_version = options.dialect->default_interactions_version;
  options.interactions_version =
      Or(raw.interactions_version(), own_version.empty() ? options.api_version : own_version);
  if (!IsPathName(options.interactions_version)) {
    return WrongKnob(absl::StrCat(knob, ".interactions_version"), "cannot stand in a path");
  }
  if (!raw.video_delivery().empty() && raw.video_delivery() != "inline" &&
      raw.video_delivery() != "uri") {
    return WrongKnob(absl::StrCat(knob, ".video_delivery"), "is none of inline, uri");
  }
  options.videos_as_files = raw.video_delivery() == "uri";
  return absl::OkStatus();
}

void ResolveModels(const config::ProviderConfig& raw, ProviderOptions& options) {
  const Dialect& dialect = *options.dialect;
  options.default_image_model = Or(raw.default_image_model(), dialect.default_image_model);
  options.default_upscale_model = Or(raw.default_upscale_model(), dialect.default_upscale_model);
  options.default_chat_model = Or(raw.default_chat_model(), dialect.default_chat_model);
  options.default_video_model = Or(raw.default_video_model(), dialect.default_video_model);
}

int CountOfSources(const CredentialOptions& options) {
  int count = 0;
  for (const std::string* source :
       {&options.api_key_file, &options.api_key_variable, &options.token_file,
        &options.token_variable, &options.credential_file}) {
    if (!source->empty()) ++count;
  }
  return count + (options.metadata_server ? 1 : 0) + (options.application_default ? 1 : 0);
}

}  // namespace

absl::Status WrongKnob(absl::string_view knob, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("configuration, ", knob, ": ", what));
}

std::string Or(const std::string& value, absl::string_view fallback) {
  return value.empty() ? std::string(fallback) : value;
}

absl::StatusOr<ProviderOptions> ResolveProvider(absl::string_view knob,
                                                const config::ProviderConfig& raw,
                                                bool allow_plaintext) {
  ProviderOptions options;
  options.name = raw.name();
  if (options.name.empty()) return WrongKnob(absl::StrCat(knob, ".name"), "is required");
  options.dialect = FindDialect(Or(raw.dialect(), raw.name()));
  if (options.dialect == nullptr) {
    return WrongKnob(absl::StrCat(knob, ".dialect"), absl::StrCat("is none of ", DialectNames()));
  }
  const Dialect& dialect = *options.dialect;
  absl::StatusOr<std::string> base =
      CheckBaseUrl(absl::StrCat(knob, ".base_url"), raw.base_url(), allow_plaintext);
  if (!base.ok()) return base.status();
  absl::StatusOr<std::string> chat =
      CheckBaseUrl(absl::StrCat(knob, ".chat_base_url"),
                   Or(raw.chat_base_url(), dialect.default_chat_base_url), allow_plaintext);
  if (!chat.ok()) return chat.status();
  options.google_base_url = *std::move(base);
  options.chat_base_url = *std::move(chat);
  options.project = raw.project();
  options.location = raw.location();
  if (absl::Status place = CheckPlace(knob, options); !place.ok()) return place;
  options.api_version = Or(raw.api_version(), dialect.default_api_version);
  if (!IsPathName(options.api_version)) {
    return WrongKnob(absl::StrCat(knob, ".api_version"), "cannot stand in a path");
  }
  options.server_timeout = absl::Seconds(raw.server_timeout().seconds()) +
                           absl::Nanoseconds(raw.server_timeout().nanos());
  if (options.server_timeout < absl::ZeroDuration() || options.server_timeout > absl::Hours(1)) {
    return WrongKnob(absl::StrCat(knob, ".server_timeout"), "must be 0 to 1h");
  }
  if (absl::Status interactions = ResolveInteractions(knob, raw, options); !interactions.ok()) {
    return interactions;
  }
  if (absl::Status shapes = ResolveShapes(knob, raw, options); !shapes.ok()) return shapes;
  ResolveModels(raw, options);
  return options;
}

absl::StatusOr<std::unique_ptr<Credential>> ResolveCredential(absl::string_view knob,
                                                              const config::ProviderConfig& raw,
                                                              const ProviderOptions& provider,
                                                              bool allow_plaintext) {
  CredentialOptions options;
  options.api_key_file = raw.api_key_file();
  options.api_key_variable = raw.api_key_env();
  options.token_file = raw.token_file();
  options.token_variable = raw.token_env();
  options.credential_file = raw.credential_file();
  options.metadata_server = raw.metadata_server();
  options.application_default = raw.application_default();
  options.metadata_host = raw.metadata_host();
  options.allow_plaintext_token_uri = allow_plaintext;
  const int sources = CountOfSources(options);
  if (sources > 1) {
    return WrongKnob(knob,
                     "only one of api_key_file, api_key_env, token_file, token_env, "
                     "credential_file, metadata_server and application_default may be set");
  }
  if (sources == 0 && provider.project.empty()) {
    options.api_key_variable = std::string(provider.dialect->default_key_variable);
  } else if (sources == 0) {
    options.application_default = true;
  }
  absl::StatusOr<std::unique_ptr<Credential>> credential = MakeCredential(options);
  if (!credential.ok()) return WrongKnob(knob, credential.status().message());
  return credential;
}

}  // namespace mediagen
