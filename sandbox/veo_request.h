#ifndef MEDIAGEN_SANDBOX_VEO_REQUEST_H_
#define MEDIAGEN_SANDBOX_VEO_REQUEST_H_

#include <string>

#include "absl/status/statusor.h"
#include "sandbox/film.h"
#include "sandbox/route.h"

namespace mediagen::sandbox {

// What a start asks for. A value.
struct VeoRequest {
  VideoSpec spec;           // `count` videos, each like this; the prompt still has its tags.
  std::string storage_uri;  // "gs://bucket/prefix/"; "": none.
};

// INVALID_ARGUMENT with the upstream's words when it is not such a request.
absl::StatusOr<VeoRequest> ReadVeoRequest(const Route& route, const std::string& body);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_VEO_REQUEST_H_
