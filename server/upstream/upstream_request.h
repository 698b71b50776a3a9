// A request to a provider, before and after it is authorized.
#ifndef MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_REQUEST_H_
#define MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_REQUEST_H_

#include "server/net/http_request.h"
#include "server/upstream/credential.h"
#include "server/upstream/dialect.h"
#include "server/upstream/request_tag.h"

namespace mediagen {

// Where in an answer media stands.
enum class AnswerMedia {
  kUsual,  // Under the names of media; each is a result.
  kSteps,  // In steps, of which only some are results: MediaPiece::place.
};

// A request that is complete but for the key. A plain value.
class UpstreamRequest {
 public:
  UpstreamRequest() = default;
  HttpRequest http;
  KeyPlace key_place = KeyPlace::kGoogleHeader;
  RequestTag tag;
  AnswerMedia answer_media = AnswerMedia::kUsual;
};

// Puts `key` where it belongs, in the place of an earlier one.
void Authorize(UpstreamRequest& request, const AccessKey& key);

// Adds the call's trace, where upstreams are told of it. Once for each request.
void AddTrace(UpstreamRequest& request, const CallContext& call);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_REQUEST_H_
