#ifndef MEDIAGEN_SANDBOX_OMNI_MODEL_H_
#define MEDIAGEN_SANDBOX_OMNI_MODEL_H_

#include <optional>
#include <string>

#include "sandbox/canvas.h"

namespace mediagen::sandbox {

// What a model of the Interactions API makes. A value.
struct OmniModel {
  int most_seconds = 15;         // Of a video, or of a source clip.
  int most_seconds_in_all = 30;  // Of one that was extended.

  static constexpr int kLeastSeconds = 3;
  static constexpr int kDefaultSeconds = 10;
  static constexpr int kMostExtension = 10;  // By one call.
  static constexpr size_t kMostPictures = 6;
};

// Nothing when there is no such model.
std::optional<OmniModel> FindOmniModel(const std::string& model);
// Whether it speaks nothing but the Interactions API.
bool IsOmniModel(const std::string& model);

// Of a resolution, as "720p".
struct OmniResolution {
  const char* name;
  int shorter_side;
  int longer_side;
  int tokens_per_second;

  Size Upright() const { return {shorter_side, longer_side}; }
  Size Lying() const { return {longer_side, shorter_side}; }
};

// Null when there is no such resolution.
const OmniResolution* FindOmniResolution(const std::string& name);
// The one that a video has; never null.
const OmniResolution* OmniResolutionOf(Size size);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_OMNI_MODEL_H_
