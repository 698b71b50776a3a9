#ifndef MEDIAGEN_SANDBOX_INTERACTION_USAGE_H_
#define MEDIAGEN_SANDBOX_INTERACTION_USAGE_H_

#include "sandbox/interaction.h"
#include "sandbox/json_body.h"

namespace mediagen::sandbox {

// Writes the member `usage` of an interaction that has completed: tokens in all and by modality.
// Those of the video are counted per second, at the rate of its resolution.
void WriteUsage(JsonBody& body, const Interaction& interaction);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_INTERACTION_USAGE_H_
