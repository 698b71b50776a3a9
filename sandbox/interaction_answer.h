#ifndef MEDIAGEN_SANDBOX_INTERACTION_ANSWER_H_
#define MEDIAGEN_SANDBOX_INTERACTION_ANSWER_H_

#include "sandbox/interaction.h"
#include "sandbox/reply.h"

namespace mediagen::sandbox {

// Which call is answered.
enum class InteractionCall { kCreate, kGet, kCancel };

// The interaction as it stands. With `always_inline`, a GET has the bytes also where a file was
// asked for.
Reply InteractionAnswer(const Interaction& interaction, const InteractionState& state,
                        InteractionCall call, bool always_inline);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_INTERACTION_ANSWER_H_
