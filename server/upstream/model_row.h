// One model as one provider serves it.
#ifndef MEDIAGEN_SERVER_UPSTREAM_MODEL_ROW_H_
#define MEDIAGEN_SERVER_UPSTREAM_MODEL_ROW_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "server/upstream/catalogue.pb.h"

namespace mediagen {

// What the catalogue knows of a model at a provider: the model's common terms under those of the
// provider. Owned by the catalogue, immutable: any thread.
class ModelRow {
 public:
  // `dialect` may be one that the model's entry does not name.
  ModelRow(const config::CatalogueModel& model, const std::string& dialect);

  bool Serves(v1::ModelSurface surface) const;
  const v1::ModelLimits& limits() const { return terms.limits(); }
  // Zero: not known.
  absl::Duration usual_time() const;

  std::string name;
  // What the provider calls it.
  std::string sent_name;
  std::vector<std::string> aliases;
  // False: the catalogue knows the model, but not that this provider has it.
  bool served = false;
  config::ModelTerms terms;
  // Beginning of the day of its end.
  std::optional<absl::Time> retires_at;
  // The service that serves the replacement, what is to replace that in turn, and what it costs;
  // empty where there is none. Filled in by the catalogue, which knows the other rows.
  std::string replacement_service;
  std::string later_replacement;
  std::string replacement_price;  // In words.
};

// The rpc service that callers use for the row's model, such as `ImageService`; empty when none
// serves it.
absl::string_view ServiceOf(const ModelRow& row);

// The model name to send: `model` as the caller wrote it, but for an alias, which becomes the name
// that the provider knows. A prefix such as `models/` stays. Null: `model` as it is.
std::string SentName(const ModelRow* row, absl::string_view model);

// `model` without `models/`, `publishers/google/models/` or the front of a full resource name.
absl::string_view BareModelName(absl::string_view model);

// The beginning of a day such as `2026-08-17` in UTC; nothing for other text.
std::optional<absl::Time> ParseDay(absl::string_view text);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_MODEL_ROW_H_
