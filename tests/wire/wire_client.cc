#include "tests/wire/wire_client.h"

#include "absl/strings/str_cat.h"

namespace mediagen::testing {
namespace {

// Whether the calls go to a cloud project by default.
bool IsCloud(absl::string_view dialect, JsonView client) {
  return dialect == "vertex" || (dialect == "interactions" && client.Get("project").exists());
}

// The server's name for a dialect of the cases. Chat completions are spoken by the relays,
// interactions by two providers.
absl::string_view DialectName(absl::string_view dialect, JsonView client) {
  if (dialect == "interactions") return IsCloud(dialect, client) ? "vertex" : "gemini";
  return dialect == "chat" ? "aihubmix" : dialect;
}

absl::string_view UsualBasePath(absl::string_view dialect) {
  if (dialect == "gemini" || dialect == "interactions") return "/gemini";
  return dialect == "chat" ? "/v1" : "";
}

}  // namespace

config::ProviderConfig ProviderOf(absl::string_view host, absl::string_view dialect,
                                  JsonView client) {
  config::ProviderConfig provider;
  provider.set_name(std::string(kProviderName));
  provider.set_dialect(std::string(DialectName(dialect, client)));
  const JsonView given_path = client.Get("base_path");
  const absl::string_view base_path =
      given_path.exists() ? given_path.Text() : UsualBasePath(dialect);
  provider.set_base_url(absl::StrCat(host, base_path));
  provider.set_chat_base_url(provider.base_url());
  provider.set_api_version(std::string(client.Get("api_version").Text()));
  provider.set_interactions_version(provider.api_version());
  if (client.Get("project").exists()) {
    provider.set_project(std::string(client.Get("project").Text()));
    provider.set_location(std::string(client.Get("location").Text()));
  } else if (dialect == "vertex" && !client.Get("api_key").exists()) {
    provider.set_project("demo-project");
    provider.set_location("us-central1");
  }
  if (const auto timeout = client.Get("timeout_ms").Integer(); timeout.has_value()) {
    provider.mutable_server_timeout()->set_seconds(*timeout / 1000);
    provider.mutable_server_timeout()->set_nanos(static_cast<int>(*timeout % 1000) * 1'000'000);
  }
  return provider;
}

AccessKey KeyOf(absl::string_view dialect, JsonView client) {
  const JsonView token = client.Get("access_token");
  const JsonView key = client.Get("api_key");
  if (token.exists() || (IsCloud(dialect, client) && !key.exists())) {
    return AccessKey(AccessKey::Kind::kToken,
                     std::string(token.exists() ? token.Text() : "ya29.wire-token"));
  }
  return AccessKey(AccessKey::Kind::kApiKey,
                   std::string(key.exists() ? key.Text() : "sk-wire-key"));
}

}  // namespace mediagen::testing
