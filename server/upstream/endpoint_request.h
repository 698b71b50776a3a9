// From an endpoint of a table to a request, but for its body's content and the key.
#ifndef MEDIAGEN_SERVER_UPSTREAM_ENDPOINT_REQUEST_H_
#define MEDIAGEN_SERVER_UPSTREAM_ENDPOINT_REQUEST_H_

#include <string>

#include "absl/time/time.h"
#include "server/upstream/json_body.h"
#include "server/upstream/provider_options.h"
#include "server/upstream/upstream_request.h"

namespace mediagen {

// What an endpoint's path is filled with. A plain value.
class PathParts {
 public:
  PathParts() = default;
  std::string version;  // Empty: the provider's usual one.
  std::string model;
  std::string name;
  std::string id;
  std::string location;       // Where the call goes; empty: where the provider is configured to be.
  bool tells_timeout = true;  // Whether the upstream is told the configured time limit.
};

UpstreamRequest EndpointRequest(const ProviderOptions& provider, const Endpoint& endpoint,
                                const PathParts& parts);
UpstreamRequest RequestForModel(const ProviderOptions& provider, const Endpoint& endpoint,
                                std::string model_path);

void SetJsonBody(UpstreamRequest& request, JsonBody& body);
// Of a request that costs money: it leaves at most once.
void SetPaidJsonBody(UpstreamRequest& request, JsonBody& body, absl::Duration response_timeout);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_ENDPOINT_REQUEST_H_
