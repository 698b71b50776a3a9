#include "server/upstream/endpoint_request.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/upstream/model_path.h"

namespace mediagen {

UpstreamRequest EndpointRequest(const ProviderOptions& provider, const Endpoint& endpoint,
                                const PathParts& parts) {
  UpstreamRequest request;
  request.key_place = endpoint.key_place;
  HttpRequest& http = request.http;
  http.method = std::string(endpoint.method);
  const absl::string_view location = parts.location.empty() ? provider.location : parts.location;
  const std::string& version = parts.version.empty() ? provider.api_version : parts.version;
  http.url = absl::StrCat(provider.BaseUrl(endpoint.base, location),
                          absl::StrReplaceAll(endpoint.path, {{"{version}", version},
                                                              {"{project}", ProjectPath(provider)},
                                                              {"{model}", parts.model},
                                                              {"{name}", parts.name},
                                                              {"{id}", parts.id}}));
  const bool tells = endpoint.base == Base::kGoogle && parts.tells_timeout;
  if (tells && provider.server_timeout > absl::ZeroDuration()) {
    const absl::Duration whole = absl::Ceil(provider.server_timeout, absl::Seconds(1));
    http.headers.push_back(absl::StrCat("x-server-timeout: ", absl::ToInt64Seconds(whole)));
  }
  http.expects_media = true;
  http.connect_timeout = provider.connect_timeout;
  http.stall_timeout = provider.stall_timeout;
  return request;
}

UpstreamRequest RequestForModel(const ProviderOptions& provider, const Endpoint& endpoint,
                                std::string model_path) {
  PathParts parts;
  parts.model = std::move(model_path);
  return EndpointRequest(provider, endpoint, parts);
}

void SetJsonBody(UpstreamRequest& request, JsonBody& body) {
  request.http.headers.emplace_back("Content-Type: application/json");
  request.http.headers.emplace_back("Accept: application/json");
  request.http.body = body.TakeSegments();
}

void SetPaidJsonBody(UpstreamRequest& request, JsonBody& body, absl::Duration response_timeout) {
  request.http.at_most_once = true;
  request.http.response_timeout = response_timeout;
  SetJsonBody(request, body);
}

}  // namespace mediagen
