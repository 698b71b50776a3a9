#ifndef MEDIAGEN_CLIENT_CLI_MODEL_TABLE_H_
#define MEDIAGEN_CLIENT_CLI_MODEL_TABLE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "mediagen/v1/model_service.pb.h"

namespace mediagen::client {

// Models as a table for people: a line each, under headings. No models: a sentence that says so.
std::string ModelTable(absl::Span<const v1::Model> models);

// What `--surface` takes, such as `reverse-video`; MODEL_SURFACE_UNSPECIFIED for another word.
v1::ModelSurface SurfaceOfWord(absl::string_view word);
// The words that it takes: `image, upscale, ...`.
std::string SurfaceWords();

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_MODEL_TABLE_H_
