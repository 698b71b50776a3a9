#include "server/upstream/catalogue.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/upstream/dialects.h"
#include "server/upstream/price_text.h"

namespace mediagen {

extern const char kModelsJson[];

namespace {

std::set<std::string> DialectsOf(const config::CatalogueFile& file) {
  std::set<std::string> dialects;
  for (const config::CatalogueModel& model : file.models()) {
    for (const auto& [dialect, terms] : model.providers()) dialects.insert(dialect);
  }
  return dialects;
}

// A name that is written wrong would be passed over in silence.
absl::Status CheckDialects(const config::CatalogueFile& extra,
                           const std::set<std::string>& built_in) {
  for (const std::string& dialect : DialectsOf(extra)) {
    if (built_in.count(dialect) > 0 || FindDialect(dialect) != nullptr) continue;
    return absl::InvalidArgumentError(absl::StrCat("catalogue: provider ", dialect, " is none of ",
                                                   absl::StrJoin(built_in, ", ")));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Catalogue>> Catalogue::Load(absl::string_view extra_json) {
  absl::StatusOr<config::CatalogueFile> file = ParseCatalogueFile(kModelsJson);
  if (!file.ok()) return file.status();
  if (!extra_json.empty()) {
    absl::StatusOr<config::CatalogueFile> extra = ParseCatalogueFile(extra_json);
    if (!extra.ok()) return extra.status();
    if (absl::Status known = CheckDialects(*extra, DialectsOf(*file)); !known.ok()) return known;
    MergeCatalogueFile(*extra, *file);
  }
  if (absl::Status complete = CompleteCatalogueFile(*file); !complete.ok()) return complete;
  return std::shared_ptr<const Catalogue>(new Catalogue(*file));
}

const std::shared_ptr<const Catalogue>& Catalogue::BuiltIn() {
  static const auto* built_in = new std::shared_ptr<const Catalogue>(Load("").value());
  return *built_in;
}

const ModelRow* Catalogue::Find(absl::string_view dialect, absl::string_view model) const {
  return RowsOf(dialect).Find(BareModelName(model));
}

std::vector<const ModelRow*> Catalogue::Rows(absl::string_view dialect) const {
  std::vector<const ModelRow*> served;
  for (const ModelRow& row : RowsOf(dialect).rows) {
    if (row.served) served.push_back(&row);
  }
  return served;
}

Catalogue::Catalogue(const config::CatalogueFile& file) {
  for (const std::string& dialect : DialectsOf(file))
    dialects_[dialect] = std::make_unique<DialectRows>(file, dialect);
  dialects_[""] = std::make_unique<DialectRows>(file, "");
}

const Catalogue::DialectRows& Catalogue::RowsOf(absl::string_view dialect) const {
  const auto found = dialects_.find(dialect);
  return found == dialects_.end() ? *dialects_.at("") : *found->second;
}

Catalogue::DialectRows::DialectRows(const config::CatalogueFile& file, const std::string& dialect) {
  rows.reserve(static_cast<size_t>(file.models_size()));
  for (const config::CatalogueModel& model : file.models()) rows.emplace_back(model, dialect);
  // Who comes first has the name: models before aliases, aliases of what is served before others.
  for (const ModelRow& row : rows) AddName(row.name, row);
  for (const ModelRow& row : rows) AddName(row.sent_name, row);
  for (const bool served : {true, false}) {
    for (const ModelRow& row : rows) {
      if (row.served != served) continue;
      for (const std::string& alias : row.aliases) AddName(alias, row);
    }
  }
  for (ModelRow& row : rows) {
    const ModelRow* replacement = Find(row.terms.replacement());
    if (replacement == nullptr || replacement == &row) continue;
    row.replacement_service = std::string(ServiceOf(*replacement));
    row.later_replacement = replacement->terms.replacement();
    row.replacement_price = PriceText(*replacement);
  }
}

const ModelRow* Catalogue::DialectRows::Find(absl::string_view bare_name) const {
  const auto found = by_name_.find(bare_name);
  return found == by_name_.end() ? nullptr : found->second;
}

}  // namespace mediagen
