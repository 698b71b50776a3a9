// Which links of upstreams may be fetched, and under which limits.
#ifndef MEDIAGEN_SERVER_UPSTREAM_LINK_RULES_H_
#define MEDIAGEN_SERVER_UPSTREAM_LINK_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/net/http_request.h"
#include "server/net/url.h"

namespace mediagen {

// A host of the operator's own, such as a sandbox, for which less strict rules hold.
class TrustedHost {
 public:
  TrustedHost() = default;
  std::string host;  // Lower case; a numeric one of IPv6 in brackets.
  bool allow_plain_http = false;
  // Where it may lie although no stranger's host may.
  std::vector<AddressRange> addresses;
};

// Links are fetched by https, from hosts that are named, at public addresses. A plain value; any
// thread.
class LinkRules {
 public:
  LinkRules() = default;

  // Names of hosts in lower case: `files.example`, `*.files.example` for all below it, or `*`.
  // None: no link is fetched.
  std::vector<std::string> hosts;
  // These are allowed without being among `hosts`.
  std::vector<TrustedHost> trusted_hosts;

  // Largest file.
  int64_t max_bytes = int64_t{1} << 30;
  // Longest time for one file, redirects and a slow reader counted.
  absl::Duration time_limit = absl::Minutes(15);
  absl::Duration connect_timeout = absl::Seconds(10);
  absl::Duration response_timeout = absl::Seconds(60);
  absl::Duration stall_timeout = absl::Seconds(60);

  // The GET of an allowed link, with all that must hold for it. PERMISSION_DENIED says why not,
  // without naming the link.
  absl::StatusOr<HttpRequest> Get(const Url& url) const;

  // Whether a link may be fetched at all, as far as its text tells.
  bool Allows(absl::string_view url) const;
};

// Whether `pattern` may stand among LinkRules::hosts; else what is wrong with it.
absl::Status CheckHostPattern(absl::string_view pattern);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_LINK_RULES_H_
