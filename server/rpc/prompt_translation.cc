#include "server/rpc/prompt_translation.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/rpc/chat_turn.h"
#include "server/rpc/paid_request.h"
#include "server/upstream/cost.h"
#include "server/upstream/error_details.h"
#include "server/upstream/script.h"

namespace mediagen {
namespace {

constexpr absl::string_view kInstruction =
    "Translate the user's message into English. It describes a picture or a video. Keep names and "
    "quoted text as they are. Answer with the translation alone.";

v1::ChatSpec Question(std::string prompt) {
  v1::ChatSpec spec;
  spec.set_system_instruction(std::string(kInstruction));
  spec.add_modalities("text");
  v1::ChatMessage& message = *spec.add_messages();
  message.set_role(v1::CHAT_ROLE_USER);
  message.add_parts()->set_text(std::move(prompt));
  return spec;
}

std::string TextOf(const v1::ChatMessage& message) {
  std::string text;
  for (const v1::ChatPart& part : message.parts()) text += part.text();
  absl::StripAsciiWhitespace(&text);
  return text;
}

// The translator, asked with the operator's key: a caller's own belongs to another provider.
absl::StatusOr<PaidRequest> Translator(const ServiceContext& services, const Call& call) {
  const TranslationOptions& options = services.options().translation;
  absl::StatusOr<const Provider*> provider = services.providers.Find(options.provider);
  if (!provider.ok()) return provider.status();
  PaidRequest paid;
  paid.provider = *provider;
  paid.credential = (*provider)->credential();
  paid.model = options.model;
  paid.row = (*provider)->FindModel(options.model);
  paid.request_id = call.request_id;
  paid.tenant = call.tenant();
  return paid;
}

absl::Status WhileTranslating(const absl::Status& status) {
  if (status.ok()) return status;
  absl::Status named(status.code(), absl::StrCat("translating the prompt: ", status.message()));
  status.ForEachPayload(
      [&](absl::string_view url, const absl::Cord& payload) { named.SetPayload(url, payload); });
  return named;
}

}  // namespace

absl::StatusOr<bool> WantsTranslation(const ServiceContext& services, std::optional<bool> wish,
                                      absl::string_view prompt) {
  const TranslationOptions& options = services.options().translation;
  if (!wish.value_or(options.by_default)) return false;
  if (options.model.empty()) {
    return InvalidField("translate_prompt", "no model for translations is configured");
  }
  return HasNonLatinLetters(prompt);
}

Task<absl::StatusOr<TranslatedPrompt>> TranslatePrompt(ServiceContext& services, Call& call,
                                                       std::string prompt) {
  TranslatedPrompt translated;
  translated.original_prompt = std::move(prompt);
  absl::StatusOr<PaidRequest> paid = Translator(services, call);
  if (!paid.ok()) co_return paid.status();
  v1::ChatSpec question = Question(translated.original_prompt);
  paid->estimate = EstimateCost(paid->row, question);
  const std::string id_key = paid->id_key();
  absl::StatusOr<ChatTurn> turn = EncodeChatTurn(*std::move(paid), /*stream=*/false, question);
  if (!turn.ok()) co_return WhileTranslating(turn.status());
  v1::ChatResponse answer;
  absl::Status collected = co_await CollectChat(services, call, *turn, answer);
  if (!collected.ok()) co_return WhileTranslating(collected);
  // What the caller pays for under this id is still to come.
  services.request_ids.Forget(id_key);
  translated.prompt = TextOf(answer.message());
  if (translated.prompt.empty()) {
    co_return WhileTranslating(
        MakeError(absl::StatusCode::kInternal, "TRANSLATION_EMPTY", "the model answered no text"));
  }
  if (answer.has_cost()) translated.cost = answer.cost();
  co_return translated;
}

}  // namespace mediagen
