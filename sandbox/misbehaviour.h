#ifndef MEDIAGEN_SANDBOX_MISBEHAVIOUR_H_
#define MEDIAGEN_SANDBOX_MISBEHAVIOUR_H_

#include <string>

#include "absl/status/statusor.h"

namespace mediagen::sandbox {

// What goes wrong on request. The table in misbehaviour.cc has their names and what each does; a
// new one is a row there, and its effect in refusal.cc or where the surfaces ask for it.
enum class Misbehaviour {
  kNone,
  kFilterOne,
  kFilterAll,
  kBlocked,
  kFailed,
  kFailedBare,
  kNoMedia,
  kLostMedia,
  kBadBase64,
  kRateLimited,
  kServerError,
  kOverloaded,
  kGatewayTimeout,
  kHtmlPage,
  kOpenAiBilling,
  kBilling,
  kRelay401,
  kErrorWith200,
  kBareMessage,
  kRetired,
  kRenamed,
  kNoId,
  kRequiresAction,
  kIncomplete,
  kDataFirst,
  kSlowFile,
  kFailedFile,
  kCut,
  kStall,
  kSlow,
  kNeverDone,
};

// What the prompt asks for by a tag, "[sandbox:NAME]" anywhere in it, or else the model by its end,
// "-NAME". An unknown tag is INVALID_ARGUMENT: a slip of the pen must not look like good behaviour.
absl::StatusOr<Misbehaviour> AskedMisbehaviour(const std::string& model, const std::string& prompt);

// The prompt as it is drawn.
std::string WithoutTags(const std::string& prompt);

// All of them for the user: a line with name and effect for each.
std::string DescribeMisbehaviours();

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_MISBEHAVIOUR_H_
