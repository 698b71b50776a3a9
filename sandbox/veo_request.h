#ifndef MEDIAGEN_SANDBOX_VEO_REQUEST_H_
#define MEDIAGEN_SANDBOX_VEO_REQUEST_H_

#include <string>

#include "absl/status/statusor.h"
#include "sandbox/film.h"

namespace mediagen::sandbox {

// What a start asks for: `count` videos, each like this; the prompt still has its tags.
// INVALID_ARGUMENT with the upstream's words when it is not such a request.
absl::StatusOr<VideoSpec> ReadVeoRequest(const std::string& model, const std::string& body);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_VEO_REQUEST_H_
