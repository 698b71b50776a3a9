#ifndef MEDIAGEN_SANDBOX_INTERACTION_ROUTE_H_
#define MEDIAGEN_SANDBOX_INTERACTION_ROUTE_H_

#include <optional>
#include <string>
#include <string_view>

#include "sandbox/route.h"

namespace mediagen::sandbox {

// The route to ".../interactions", to one of them, or to its "/cancel". `path` stands behind the
// version; what stands before "interactions" is the route's `resource`, "" or Vertex's
// "projects/P/locations/L". Nothing when the path is about something else; the provider is the
// caller's to fill in.
std::optional<Route> FindInteractionRoute(const std::string& method, std::string_view path);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_INTERACTION_ROUTE_H_
