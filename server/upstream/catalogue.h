// What is known of models: data, not code.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CATALOGUE_H_
#define MEDIAGEN_SERVER_UPSTREAM_CATALOGUE_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace mediagen {

// The kind of call a model serves.
enum class Surface {
  kImage,  // Imagen: :predict
  kChat,   // pictures in a conversation
  kVideo,  // Veo: :predictLongRunning
};

// One model and its limits. An empty list means: not checked.
struct ModelRow {
  absl::string_view name;
  Surface surface;
  int max_count;
  absl::Span<const absl::string_view> aspect_ratios;
  absl::Span<const int> durations_seconds;
  bool takes_first_frame;
  absl::Duration usual_time;  // Of a video, for the estimated fraction.
};

// The built-in row of a model, with or without `models/` before its name; null for one that is not
// known. Lives as long as the program.
const ModelRow* FindModel(absl::string_view name);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CATALOGUE_H_
