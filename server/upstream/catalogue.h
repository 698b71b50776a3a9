// What is known of models: data, not code. The data is models.json.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CATALOGUE_H_
#define MEDIAGEN_SERVER_UPSTREAM_CATALOGUE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/upstream/catalogue_file.h"
#include "server/upstream/model_row.h"

namespace mediagen {

// The known models, provider by provider. Immutable: any thread.
class Catalogue {
 public:
  // The built-in models with those of `extra_json` laid over them (see catalogue.proto); empty: the
  // built-in ones alone. INVALID_ARGUMENT says what is wrong with it.
  static absl::StatusOr<std::shared_ptr<const Catalogue>> Load(absl::string_view extra_json);
  // The built-in models; lives as long as the program.
  static const std::shared_ptr<const Catalogue>& BuiltIn();

  // The row of a model as the providers of a dialect serve it; lives as long as the catalogue.
  // Takes its name, its name there, an alias, each also with a prefix (see BareModelName). Null for
  // a model that is not known; a known one that is not listed for them has `served` false.
  const ModelRow* Find(absl::string_view dialect, absl::string_view model) const;

  // The models that the providers of a dialect serve, in the order of the catalogue.
  std::vector<const ModelRow*> Rows(absl::string_view dialect) const;

 private:
  class DialectRows {
   public:
    DialectRows(const config::CatalogueFile& file, const std::string& dialect);
    const ModelRow* Find(absl::string_view bare_name) const;

    std::vector<ModelRow> rows;

   private:
    void AddName(const std::string& name, const ModelRow& row) { by_name_.emplace(name, &row); }
    absl::flat_hash_map<std::string, const ModelRow*> by_name_;
  };

  explicit Catalogue(const config::CatalogueFile& file);
  const DialectRows& RowsOf(absl::string_view dialect) const;

  // By name; that of no dialect is empty.
  absl::flat_hash_map<std::string, std::unique_ptr<const DialectRows>> dialects_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CATALOGUE_H_
