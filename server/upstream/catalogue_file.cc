#include "server/upstream/catalogue_file.h"

#include <google/protobuf/util/json_util.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "mediagen/v1/image_service.pb.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/upstream/message_fields.h"
#include "server/upstream/model_row.h"

namespace mediagen {
namespace {

absl::Status Wrong(absl::string_view model, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("catalogue, model ", model, ": ", what));
}

void MergeModel(const config::CatalogueModel& extra, config::CatalogueModel& model) {
  // Maps of messages are merged by hand: protobuf would replace their entries as a whole.
  for (const auto& [dialect, terms] : extra.providers()) {
    Overlay(terms, (*model.mutable_providers())[dialect]);
  }
  config::CatalogueModel rest = extra;
  rest.clear_providers();
  Overlay(rest, model);
}

bool IsFieldOfASpec(absl::string_view path) {
  return HasPath(*v1::ImageSpec::descriptor(), path) ||
         HasPath(*v1::UpscaleSpec::descriptor(), path) ||
         HasPath(*v1::ChatSpec::descriptor(), path) || HasPath(*v1::VideoSpec::descriptor(), path);
}

// What is wrong with terms that a provider has in the end; empty when nothing is.
std::string FaultIn(const config::ModelTerms& terms) {
  if (terms.surfaces().empty()) return "surfaces: must not be empty";
  for (const int surface : terms.surfaces()) {
    if (!v1::ModelSurface_IsValid(surface) || surface == v1::MODEL_SURFACE_UNSPECIFIED)
      return "surfaces: has one that is not known";
  }
  if (const std::string path = NegativeNumber(terms); !path.empty())
    return absl::StrCat(path, ": must not be negative");
  if (terms.limits().has_max_count() && terms.limits().max_count() == 0)
    return "limits.max_count: must be 1 or more";
  if (!terms.retires_at().empty() && !ParseDay(terms.retires_at()))
    return "retires_at: is no day such as 2026-08-17";
  for (const auto& [path, reason] : terms.refused_fields()) {
    if (!IsFieldOfASpec(path)) return absl::StrCat("refused_fields: no spec has ", path);
  }
  return "";
}

absl::Status CheckModel(const config::CatalogueModel& model) {
  // A provider that is not named sees the common terms alone.
  std::vector<std::string> dialects = {""};
  for (const auto& [dialect, terms] : model.providers()) dialects.push_back(dialect);
  for (const std::string& dialect : dialects) {
    const std::string fault = FaultIn(ModelRow(model, dialect).terms);
    if (fault.empty()) continue;
    return Wrong(model.name(), absl::StrCat(dialect.empty() ? "common" : dialect, ": ", fault));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<config::CatalogueFile> ParseCatalogueFile(absl::string_view json) {
  config::CatalogueFile file;
  const auto parsed = google::protobuf::util::JsonStringToMessage(std::string(json), &file);
  if (!parsed.ok())
    return absl::InvalidArgumentError(absl::StrCat("catalogue: ", std::string(parsed.message())));
  absl::flat_hash_set<std::string> names;
  for (const config::CatalogueModel& model : file.models()) {
    if (model.name().empty()) return absl::InvalidArgumentError("catalogue: a model has no name");
    if (!names.insert(model.name()).second) return Wrong(model.name(), "is there twice");
  }
  return file;
}

void MergeCatalogueFile(const config::CatalogueFile& extra, config::CatalogueFile& file) {
  absl::flat_hash_map<std::string, int> known;
  for (int i = 0; i < file.models_size(); ++i) known[file.models(i).name()] = i;
  for (const config::CatalogueModel& model : extra.models()) {
    const auto found = known.find(model.name());
    if (found == known.end()) {
      *file.add_models() = model;
    } else {
      MergeModel(model, *file.mutable_models(found->second));
    }
  }
}

absl::Status CompleteCatalogueFile(config::CatalogueFile& file) {
  absl::flat_hash_map<std::string, const config::CatalogueModel*> earlier;
  for (config::CatalogueModel& model : *file.mutable_models()) {
    if (!model.like().empty()) {
      const auto found = earlier.find(model.like());
      if (found == earlier.end())
        return Wrong(model.name(), absl::StrCat("like: no earlier model is ", model.like()));
      config::ModelTerms common = found->second->common();
      Overlay(model.common(), common);
      *model.mutable_common() = std::move(common);
    }
    if (absl::Status checked = CheckModel(model); !checked.ok()) return checked;
    earlier[model.name()] = &model;
  }
  return absl::OkStatus();
}

}  // namespace mediagen
