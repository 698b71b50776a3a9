// Prompts for models that understand English.
#ifndef MEDIAGEN_SERVER_RPC_PROMPT_TRANSLATION_H_
#define MEDIAGEN_SERVER_RPC_PROMPT_TRANSLATION_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mediagen/v1/media.pb.h"
#include "server/async/task.h"
#include "server/rpc/service_context.h"

namespace mediagen {

// What became of a prompt. A plain value.
class TranslatedPrompt {
 public:
  TranslatedPrompt() = default;
  std::string prompt;           // To be sent.
  std::string original_prompt;  // As given, if that is another; else empty.
  std::optional<v1::Cost> cost;
};

// Whether `prompt` is to be translated: `wish` is the request's, if it has one, else the operator's
// default holds. INVALID_ARGUMENT when it is asked for and no model is configured.
absl::StatusOr<bool> WantsTranslation(const ServiceContext& services, std::optional<bool> wish,
                                      absl::string_view prompt);

// Has `prompt` translated by the configured model: a paid call with the operator's key, sent at
// most once under the call's request id, which is free again when the translation has come. An
// error is that call's.
Task<absl::StatusOr<TranslatedPrompt>> TranslatePrompt(ServiceContext& services, Call& call,
                                                       std::string prompt);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_PROMPT_TRANSLATION_H_
