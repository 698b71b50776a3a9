#include "server/rpc/video_order.h"

#include <algorithm>
#include <vector>

#include "server/rpc/prompt_translation.h"
#include "server/rpc/started_video.h"
#include "server/upstream/cost.h"
#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

// The topic is notified in the name of the operator's account.
absl::Status CheckTopic(const ServiceContext& services, const v1::VideoSpec& spec) {
  const std::vector<std::string>& allowed = services.options().pubsub_topics;
  if (spec.pubsub_topic().empty() ||
      std::find(allowed.begin(), allowed.end(), spec.pubsub_topic()) != allowed.end()) {
    return absl::OkStatus();
  }
  return InvalidField("spec.pubsub_topic", "is none that this server allows");
}

}  // namespace

v1::VideoStarted VideoOrder::Event() const {
  v1::VideoStarted started;
  started.set_request_id(paid.request_id);
  started.set_provider(paid.provider->name());
  started.set_model(paid.model);
  started.set_prompt(prompt);
  paid.AddWarnings(*started.mutable_warnings());
  const std::optional<v1::Cost> cost = SumOf(paid.estimate, spent_before);
  if (cost.has_value()) *started.mutable_estimated_cost() = *cost;
  return started;
}

v1::GenerationRecord VideoOrder::Record(const Operation& operation) const {
  v1::GenerationRecord record = paid.Record(prompt);
  record.set_original_prompt(original_prompt);
  const std::optional<v1::Cost> cost = VideosCost(operation.nano_usd_per_video, 1);
  if (cost.has_value()) *record.mutable_cost() = *cost;
  if (cost.has_value() && operation.interaction) record.mutable_cost()->set_estimated(true);
  return record;
}

Task<absl::StatusOr<VideoOrder>> CompleteOrder(ServiceContext& services, Call& call,
                                               PaidRequest paid, std::optional<bool> wish,
                                               v1::VideoSpec& spec) {
  if (absl::Status topic = CheckTopic(services, spec); !topic.ok()) co_return topic;
  absl::StatusOr<bool> translate = WantsTranslation(services, wish, spec.prompt());
  if (!translate.ok()) co_return translate.status();
  // What the provider refuses must not cost a translation, and is refused without one, too.
  const bool free_of_charge = paid.validate_only;
  if (*translate || free_of_charge) {
    v1::VideoSpec copy = spec;
    absl::Status encodable = CheckVideoEncoding(paid, copy);
    if (!encodable.ok()) co_return encodable;
  }
  VideoOrder order(std::move(paid), spec.prompt());
  if (!*translate || free_of_charge) co_return order;
  absl::StatusOr<TranslatedPrompt> translated =
      co_await TranslatePrompt(services, call, spec.prompt());
  if (!translated.ok()) co_return translated.status();
  spec.set_prompt(translated->prompt);
  order.prompt = translated->prompt;
  order.original_prompt = translated->original_prompt;
  order.spent_before = translated->cost;
  co_return order;
}

}  // namespace mediagen
