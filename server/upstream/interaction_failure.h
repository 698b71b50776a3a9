// How interactions fail, as callers see it.
#ifndef MEDIAGEN_SERVER_UPSTREAM_INTERACTION_FAILURE_H_
#define MEDIAGEN_SERVER_UPSTREAM_INTERACTION_FAILURE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/upstream/json_view.h"
#include "server/upstream/upstream_error.h"

namespace mediagen {

// Complete, but without a video; `text` is what the model wrote in its place.
absl::Status FilteredInteraction(absl::string_view text);
// Ended with `failed`; `envelope` may tell why.
absl::Status FailedInteraction(JsonView envelope);
absl::Status CancelledInteraction();
// Ended with another word before there was a video.
absl::Status EndedEarly(absl::string_view word);

// A start that was refused because something was not found: the model, or with `builds_upon` maybe
// the earlier interaction.
absl::Status NotFoundStart(const UpstreamError& error, absl::string_view model, bool builds_upon);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_INTERACTION_FAILURE_H_
