// Reading of the catalogue's JSON.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CATALOGUE_FILE_H_
#define MEDIAGEN_SERVER_UPSTREAM_CATALOGUE_FILE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/upstream/catalogue.pb.h"

namespace mediagen {

// INVALID_ARGUMENT for text that is no CatalogueFile; keys that are not known are errors.
absl::StatusOr<config::CatalogueFile> ParseCatalogueFile(absl::string_view json);

// The models of `extra` laid over those of `file`, or added behind them.
void MergeCatalogueFile(const config::CatalogueFile& extra, config::CatalogueFile& file);

// Puts what `like` names under each model's own terms, and checks that the whole makes sense.
// INVALID_ARGUMENT names the model and what is wrong with it.
absl::Status CompleteCatalogueFile(config::CatalogueFile& file);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CATALOGUE_FILE_H_
