#include "server/upstream/link_rules.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace mediagen {
namespace {

bool Matches(absl::string_view pattern, absl::string_view host) {
  if (pattern == "*") return true;
  // The dot stays, so that the names below it match and no others.
  if (absl::ConsumePrefix(&pattern, "*"))
    return absl::EndsWith(host, pattern) && host.size() > pattern.size();
  return host == pattern;
}

}  // namespace

absl::StatusOr<HttpRequest> LinkRules::Get(const Url& url) const {
  const auto trusted =
      std::find_if(trusted_hosts.begin(), trusted_hosts.end(),
                   [&](const TrustedHost& candidate) { return candidate.host == url.host; });
  const bool is_trusted = trusted != trusted_hosts.end();
  const bool is_named = std::any_of(hosts.begin(), hosts.end(), [&](const std::string& pattern) {
    return Matches(pattern, url.host);
  });
  if (!is_trusted && !is_named)
    return absl::PermissionDeniedError("link: its host is not one to fetch from");
  if (url.scheme != "https" && !(is_trusted && trusted->allow_plain_http))
    return absl::PermissionDeniedError("link: only https is fetched");
  HttpRequest request;
  request.url = url.text;
  request.address_rule = is_trusted ? AddressRule(trusted->addresses) : AddressRule();
  request.expects_media = true;
  request.max_body_bytes = max_bytes;
  request.connect_timeout = connect_timeout;
  request.response_timeout = response_timeout;
  request.stall_timeout = stall_timeout;
  return request;
}

bool LinkRules::Allows(absl::string_view url) const {
  const absl::StatusOr<Url> parsed = ParseUrl(url);
  return parsed.ok() && Get(*parsed).ok();
}

absl::Status CheckHostPattern(absl::string_view pattern) {
  if (pattern == "*") return absl::OkStatus();
  absl::string_view host = pattern;
  absl::ConsumePrefix(&host, "*.");
  const absl::StatusOr<Url> url = ParseUrl(absl::StrCat("https://", host, "/"));
  if (!url.ok() || url->host != host || absl::StrContains(host, '*')) {
    return absl::InvalidArgumentError(
        "must be a host in lower case such as files.example, *.files.example for all below it, or "
        "*");
  }
  return absl::OkStatus();
}

}  // namespace mediagen
