#ifndef MEDIAGEN_SANDBOX_MISBEHAVIOUR_H_
#define MEDIAGEN_SANDBOX_MISBEHAVIOUR_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "sandbox/errors.h"
#include "sandbox/reply.h"

namespace mediagen::sandbox {

// What goes wrong on request. The table in misbehaviour.cc has their names and what each does; a
// new one is a row there, and its effect where the surfaces ask for it.
enum class Misbehaviour {
  kNone,
  kFilterOne,
  kFilterAll,
  kRateLimited,
  kServerError,
  kCut,
  kNeverDone,
};

// What the prompt asks for by a tag, "[sandbox:NAME]" anywhere in it, or else the model by its end,
// "-NAME". An unknown tag is INVALID_ARGUMENT: a slip of the pen must not look like good behaviour.
absl::StatusOr<Misbehaviour> AskedMisbehaviour(const std::string& model, const std::string& prompt);

// The prompt as it is drawn.
std::string WithoutTags(const std::string& prompt);

// The reply to a paid submission that is refused outright; nothing when it is to be served (maybe
// badly). `awaits_operation`: a submission that is answered with an operation goes through even
// when that is never done.
std::optional<Reply> RefusalFor(Misbehaviour misbehaviour, ErrorShape shape, bool awaits_operation);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_MISBEHAVIOUR_H_
