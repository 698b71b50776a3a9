// The part of the configuration that speaks of links.
#ifndef MEDIAGEN_SERVER_LINK_CONFIG_H_
#define MEDIAGEN_SERVER_LINK_CONFIG_H_

#include "absl/status/statusor.h"
#include "server/config.pb.h"
#include "server/upstream/link_rules.h"

namespace mediagen {

// Which links of reverse channels are fetched. All knobs but the time limit.
absl::StatusOr<LinkRules> ResolveLinks(const config::ServerConfig& raw);

// Whether the rules let a link lead to plain http, or to an address that is not public.
bool GoBeyondPublic(const LinkRules& rules);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_LINK_CONFIG_H_
