#include "server/upstream/model_message.h"

#include "server/upstream/lifecycle.h"

namespace mediagen {
namespace {

v1::ModelLifecycle MakeLifecycle(const ModelRow& row, absl::Time now) {
  v1::ModelLifecycle lifecycle;
  lifecycle.set_state(StateOf(row, now));
  lifecycle.set_retires_at(row.terms.retires_at());
  lifecycle.set_retires_at_earliest(row.terms.retires_at_earliest());
  // A successor is none while nobody has said that the model will go.
  if (lifecycle.state() != v1::MODEL_STATE_ACTIVE) {
    lifecycle.set_replacement(row.terms.replacement());
    lifecycle.set_later_replacement(row.later_replacement);
  }
  return lifecycle;
}

}  // namespace

v1::Model MakeModelMessage(const ModelRow& row, const std::string& provider, absl::Time now) {
  v1::Model model;
  model.set_provider(provider);
  model.set_name(row.name);
  model.mutable_aliases()->Assign(row.aliases.begin(), row.aliases.end());
  model.set_sent_name(row.sent_name);
  *model.mutable_surfaces() = row.terms.surfaces();
  *model.mutable_limits() = row.limits();
  *model.mutable_refused_fields() = row.terms.refused_fields();
  if (row.terms.has_prices()) *model.mutable_prices() = row.terms.prices();
  *model.mutable_lifecycle() = MakeLifecycle(row, now);
  model.set_default_duration_seconds(row.terms.default_duration_seconds());
  if (row.terms.has_usual_time()) *model.mutable_usual_time() = row.terms.usual_time();
  model.set_note(row.terms.note());
  return model;
}

}  // namespace mediagen
