// A request to a provider, before and after it is authorized.
#ifndef MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_REQUEST_H_
#define MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_REQUEST_H_

#include "server/net/http_request.h"
#include "server/upstream/credential.h"
#include "server/upstream/dialect.h"

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
  AnswerMedia answer_media = AnswerMedia::kUsual;
};

// Puts `key` where it belongs, in the place of an earlier one.
void Authorize(UpstreamRequest& request, const AccessKey& key);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_UPSTREAM_REQUEST_H_
