#include "server/reload_plan.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <iterator>

namespace mediagen {
namespace {

using google::protobuf::util::MessageDifferencer;

// Each takes effect for calls that begin after the change, and for waits that begin after it. A new
// knob waits for a restart until it is listed here.
constexpr const char* kReloadable[] = {
    "allow_caller_keys",     "allowed_bucket_prefixes",
    "allowed_pubsub_topics", "catalogue_file",
    "connect_timeout",       "conversation_idle_limit",
    "drain_delay",           "drain_timeout",
    "generate_timeout",      "link_hosts",
    "link_time_limit",       "longest_poll_backoff",
    "max_history_bytes",     "max_link_bytes",
    "max_poll_failures",     "operation_wait_limit",
    "poll_interval",         "progress_interval",
    "refuse_retired_models", "short_call_timeout",
    "stall_timeout",         "translate_prompts",
    "translation_model",     "translation_provider",
    "trusted_link_hosts",
};

bool IsReloadable(const std::string& name) {
  return std::any_of(std::begin(kReloadable), std::end(kReloadable),
                     [&](const char* reloadable) { return name == reloadable; });
}

// The message with nothing but this field.
config::ServerConfig Only(const google::protobuf::FieldDescriptor& field,
                          const config::ServerConfig& config) {
  config::ServerConfig only = config;
  std::vector<const google::protobuf::FieldDescriptor*> set;
  only.GetReflection()->ListFields(only, &set);
  for (const auto* other : set) {
    if (other != &field) only.GetReflection()->ClearField(&only, other);
  }
  return only;
}

void WithoutDefaultModels(config::ServerConfig& config) {
  for (config::ProviderConfig& provider : *config.mutable_providers()) {
    provider.clear_default_image_model();
    provider.clear_default_upscale_model();
    provider.clear_default_chat_model();
    provider.clear_default_video_model();
  }
}

// Whether a field may take the value that it has in `wanted` while the server runs.
bool MayChange(const google::protobuf::FieldDescriptor& field, config::ServerConfig running,
               config::ServerConfig wanted) {
  if (IsReloadable(field.name())) return true;
  if (field.number() != config::ServerConfig::kProvidersFieldNumber) return false;
  WithoutDefaultModels(running);
  WithoutDefaultModels(wanted);
  return MessageDifferencer::Equals(running, wanted);
}

}  // namespace

absl::Span<const char* const> ReloadableKnobs() { return kReloadable; }

ReloadPlan PlanReload(const config::ServerConfig& running, const config::ServerConfig& wanted) {
  ReloadPlan plan;
  plan.effective = running;
  const google::protobuf::Descriptor& fields = *config::ServerConfig::descriptor();
  for (int i = 0; i < fields.field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *fields.field(i);
    const config::ServerConfig now = Only(field, running);
    const config::ServerConfig next = Only(field, wanted);
    if (MessageDifferencer::Equals(now, next)) continue;
    if (!MayChange(field, now, next)) {
      plan.need_restart.push_back(field.name());
      continue;
    }
    plan.changed.push_back(field.name());
    plan.effective.GetReflection()->ClearField(&plan.effective, &field);
    plan.effective.MergeFrom(next);
  }
  return plan;
}

}  // namespace mediagen
