#include "server/upstream/media_place.h"

#include <algorithm>

#include "absl/strings/match.h"

namespace mediagen {

MediaPlace PlaceInSteps(const std::vector<OpenObject>& open) {
  const bool is_odd =
      std::any_of(open.begin(), open.end(), [](const OpenObject& object) { return object.is_odd; });
  if (is_odd) return MediaPlace::kUndecided;
  // The answer, a step of it, a part of that.
  if (open.size() != 3 || open[1].name != "steps" || open[2].name != "content") {
    return MediaPlace::kElsewhere;
  }
  const std::string& step = open[1].type;
  const std::string& part = open[2].type;
  if (!part.empty() && !absl::EqualsIgnoreCase(part, "video")) return MediaPlace::kElsewhere;
  if (step.empty()) return MediaPlace::kUndecided;
  if (!absl::EqualsIgnoreCase(step, "model_output")) return MediaPlace::kElsewhere;
  return part.empty() ? MediaPlace::kAnyResult : MediaPlace::kResult;
}

}  // namespace mediagen
