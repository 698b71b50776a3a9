#include "sandbox/omni_model.h"

#include <algorithm>

namespace mediagen::sandbox {
namespace {

constexpr OmniResolution kResolutions[] = {
    {"720p", 720, 1280, 5792},
    {"360p", 360, 640, 1931},
    {"1080p", 1080, 1920, 8688},
    {"4k", 2160, 3840, 17376},
};

}  // namespace

bool IsOmniModel(const std::string& model) { return model.starts_with("gemini-omni-"); }

std::optional<OmniModel> FindOmniModel(const std::string& model) {
  if (!IsOmniModel(model)) return std::nullopt;
  const bool first = model.starts_with("gemini-omni-flash") || model.starts_with("gemini-omni-1.1");
  return first ? OmniModel{10, 40} : OmniModel();
}

const OmniResolution* FindOmniResolution(const std::string& name) {
  for (const OmniResolution& row : kResolutions) {
    if (name == row.name) return &row;
  }
  return nullptr;
}

const OmniResolution* OmniResolutionOf(Size size) {
  for (const OmniResolution& row : kResolutions) {
    if (std::min(size.width, size.height) == row.shorter_side) return &row;
  }
  return &kResolutions[0];
}

}  // namespace mediagen::sandbox
