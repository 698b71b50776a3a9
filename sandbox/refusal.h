#ifndef MEDIAGEN_SANDBOX_REFUSAL_H_
#define MEDIAGEN_SANDBOX_REFUSAL_H_

#include <optional>
#include <string>

#include "sandbox/errors.h"
#include "sandbox/misbehaviour.h"
#include "sandbox/reply.h"

namespace mediagen::sandbox {

// The reply to a paid submission that is refused outright; nothing when it is to be served (maybe
// badly). `awaits_operation`: a submission that is answered with an operation goes through even
// when that fails or is never done.
std::optional<Reply> RefusalFor(Misbehaviour misbehaviour, ErrorShape shape,
                                const std::string& model, bool awaits_operation);

// Spoils a good reply as far as that goes without knowing what is in it: in its media, or on its
// way.
void Spoil(Misbehaviour misbehaviour, Reply& reply);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_REFUSAL_H_
