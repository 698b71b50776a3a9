// The calls and parameters of interactions, which Google's two dialects share.
#ifndef MEDIAGEN_SERVER_UPSTREAM_INTERACTION_CALLS_H_
#define MEDIAGEN_SERVER_UPSTREAM_INTERACTION_CALLS_H_

#include <array>

#include "server/upstream/dialect.h"

namespace mediagen {

inline constexpr Endpoint kStartInteraction = {
    "POST", Base::kGoogle, "/{version}/{project}interactions", KeyPlace::kGoogleHeader};
// One client was seen to ask by POST; by GET works for all that were recorded.
inline constexpr Endpoint kPollInteraction = {
    "GET", Base::kGoogle, "/{version}/{project}interactions/{name}?stream=false",
    KeyPlace::kGoogleHeader};
inline constexpr Endpoint kCancelInteraction = {"POST", Base::kGoogle,
                                                "/{version}/{project}interactions/{name}/cancel",
                                                KeyPlace::kGoogleHeader};
inline constexpr Endpoint kDeleteInteraction = {
    "DELETE", Base::kGoogle, "/{version}/{project}interactions/{name}", KeyPlace::kGoogleHeader};
inline constexpr Endpoint kFileState = {"GET", Base::kGoogle, "/{version}/files/{id}",
                                        KeyPlace::kGoogleHeader};

inline constexpr auto kInteractionLines = std::to_array<ParameterLine>({
    {"task", "generation_config.video_config.task", Encoding::kLowerWord},
    {"seed", "generation_config.seed"},
    {"aspect_ratio", "response_format.aspect_ratio"},
    {"resolution", "response_format.resolution", Encoding::kLowerWord},
    {"duration_seconds", "response_format.duration", Encoding::kSeconds},
    {"labels", "labels"},
});

// What Google's cloud takes beside them.
inline constexpr auto kCloudInteractionLines = std::to_array<ParameterLine>({
    {"output_gcs_uri", "response_format.gcs_uri"},
});

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_INTERACTION_CALLS_H_
