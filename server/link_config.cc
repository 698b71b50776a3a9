#include "server/link_config.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/provider_config.h"

namespace mediagen {
namespace {

constexpr int64_t kLeastBytes = 1'000'000;
constexpr int64_t kMostBytes = 100'000'000'000;

absl::StatusOr<TrustedHost> ResolveHost(absl::string_view knob,
                                        const config::TrustedLinkHost& raw) {
  TrustedHost trusted;
  trusted.host = raw.host();
  trusted.allow_plain_http = raw.allow_plain_http();
  const bool is_pattern = raw.host().find('*') != std::string::npos;
  if (is_pattern || !CheckHostPattern(raw.host()).ok())
    return WrongKnob(absl::StrCat(knob, ".host"), "must be one host in lower case");
  for (int i = 0; i < raw.address_ranges_size(); ++i) {
    absl::StatusOr<AddressRange> range = AddressRange::Parse(raw.address_ranges(i));
    if (!range.ok()) {
      return WrongKnob(absl::StrCat(knob, ".address_ranges[", i, "]"), range.status().message());
    }
    trusted.addresses.push_back(*range);
  }
  return trusted;
}

}  // namespace

absl::StatusOr<LinkRules> ResolveLinks(const config::ServerConfig& raw) {
  LinkRules rules;
  for (int i = 0; i < raw.link_hosts_size(); ++i) {
    const absl::Status checked = CheckHostPattern(raw.link_hosts(i));
    if (!checked.ok()) return WrongKnob(absl::StrCat("link_hosts[", i, "]"), checked.message());
    rules.hosts.push_back(raw.link_hosts(i));
  }
  for (int i = 0; i < raw.trusted_link_hosts_size(); ++i) {
    absl::StatusOr<TrustedHost> trusted =
        ResolveHost(absl::StrCat("trusted_link_hosts[", i, "]"), raw.trusted_link_hosts(i));
    if (!trusted.ok()) return trusted.status();
    rules.trusted_hosts.push_back(*std::move(trusted));
  }
  if (raw.has_max_link_bytes()) rules.max_bytes = raw.max_link_bytes();
  if (rules.max_bytes < kLeastBytes || rules.max_bytes > kMostBytes) {
    return WrongKnob("max_link_bytes", absl::StrCat("must be ", kLeastBytes, " to ", kMostBytes));
  }
  return rules;
}

bool GoBeyondPublic(const LinkRules& rules) {
  return std::any_of(
      rules.trusted_hosts.begin(), rules.trusted_hosts.end(),
      [](const TrustedHost& host) { return host.allow_plain_http || !host.addresses.empty(); });
}

}  // namespace mediagen
