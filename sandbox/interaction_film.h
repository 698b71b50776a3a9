#ifndef MEDIAGEN_SANDBOX_INTERACTION_FILM_H_
#define MEDIAGEN_SANDBOX_INTERACTION_FILM_H_

#include "absl/status/statusor.h"
#include "sandbox/film.h"
#include "sandbox/interaction_request.h"
#include "sandbox/omni_model.h"

namespace mediagen::sandbox {

// The video that the request is for: a new one, or `earlier` with a change (null: there is none).
// Where the request does not say how much is to be made, it is `seconds_unasked`.
// INVALID_ARGUMENT, with the upstream's words, for what the model does not make.
absl::StatusOr<VideoSpec> PlanFilm(const InteractionRequest& request, const OmniModel& model,
                                   const VideoSpec* earlier, int seconds_unasked);

// What stands in for a video that this sandbox does not know, under that name.
VideoSpec UnknownVideo(const std::string& name, uint64_t seed = 0);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_INTERACTION_FILM_H_
