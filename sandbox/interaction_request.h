#ifndef MEDIAGEN_SANDBOX_INTERACTION_REQUEST_H_
#define MEDIAGEN_SANDBOX_INTERACTION_REQUEST_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "sandbox/interaction_input.h"
#include "sandbox/route.h"
#include "sandbox/video_format.h"

namespace mediagen::sandbox {

// What the creation of an interaction asks for; all names in it are known ones, nothing has been
// held against the model yet. A value.
struct InteractionRequest {
  std::string model;
  InteractionInput input;  // The text still has its tags.
  std::string previous;    // ID of the interaction that it goes on from; "": none.
  std::string task;        // "": not named.
  uint64_t seed = 0;
  VideoFormat format;
  bool background = false;
  bool store = true;
  bool stream = false;
};

// INVALID_ARGUMENT with the upstream's words when it is not such a request.
absl::StatusOr<InteractionRequest> ReadInteractionRequest(const Route& route,
                                                          const std::string& body);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_INTERACTION_REQUEST_H_
