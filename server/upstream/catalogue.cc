#include "server/upstream/catalogue.h"

#include "absl/strings/strip.h"

namespace mediagen {
namespace {

constexpr absl::string_view kImagenRatios[] = {"1:1", "3:4", "4:3", "9:16", "16:9"};
constexpr absl::string_view kVideoRatios[] = {"16:9", "9:16"};
constexpr absl::string_view kLandscape[] = {"16:9"};
constexpr int kVeo2Durations[] = {5, 6, 7, 8};
constexpr int kEightSeconds[] = {8};
constexpr absl::Duration kUsualVideoTime = absl::Seconds(90);

ModelRow Imagen(absl::string_view name, int max_count) {
  return {name, Surface::kImage, max_count, kImagenRatios, {}, false, absl::ZeroDuration()};
}

ModelRow ChatImage(absl::string_view name) {
  return {name, Surface::kChat, 1, {}, {}, false, absl::ZeroDuration()};
}

// The models that the relays list. Limits: the relays' pages; where they name fewer than the
// vendor, the relay's count.
const ModelRow kRows[] = {
    Imagen("imagen-4.0-generate-001", 4),
    Imagen("imagen-4.0-generate-preview-06-06", 4),
    Imagen("imagen-4.0-generate-preview-05-20", 4),
    Imagen("imagen-4.0-fast-generate-001", 4),
    Imagen("imagen-4.0-fast-generate-preview-06-06", 4),
    Imagen("imagen-4.0-ultra-generate-001", 1),
    Imagen("imagen-4.0-ultra-generate-preview-06-06", 1),
    Imagen("imagen-4.0-ultra-generate-exp-05-20", 1),
    Imagen("imagen-3.0-generate-002", 4),
    ChatImage("gemini-2.0-flash-preview-image-generation"),
    ChatImage("gemini-2.5-flash-image-preview"),
    ChatImage("gemini-2.5-flash-image"),
    {"veo-2.0-generate-001", Surface::kVideo, 2, kVideoRatios, kVeo2Durations, true,
     kUsualVideoTime},
    {"veo-3.0-generate-preview", Surface::kVideo, 1, kLandscape, kEightSeconds, false,
     kUsualVideoTime},
};

}  // namespace

const ModelRow* FindModel(absl::string_view name) {
  absl::ConsumePrefix(&name, "models/");
  for (const ModelRow& row : kRows) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace mediagen
