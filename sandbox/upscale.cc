#include "sandbox/upscale.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "sandbox/input_picture.h"
#include "sandbox/json_input.h"
#include "sandbox/picture_codec.h"
#include "sandbox/text.h"

namespace mediagen::sandbox {
namespace {

constexpr int64_t kMostPixels = 17'000'000;

absl::Status Complain(const std::string& text) { return absl::InvalidArgumentError(text); }

// "x2" as 2; without it the longer side, in pixels, says how much.
absl::StatusOr<double> ReadFactor(const rapidjson::Value* parameters, Size size) {
  const rapidjson::Value* config = Member(parameters, "upscaleConfig");
  const std::string factor = http::ToLower(Text(Member(config, "upscaleFactor")));
  if (factor == "x2" || factor == "x3" || factor == "x4") return factor[1] - '0';
  if (!factor.empty()) return Complain(absl::StrCat("Unsupported upscaleFactor ", factor, "."));
  const std::string side = http::ToLower(Text(Member(parameters, "sampleImageSize")));
  std::optional<uint64_t> pixels = http::ParseNumber(side);
  if (side == "2k") pixels = 2048;
  if (side == "4k") pixels = 4096;
  const int longer = std::max(size.width, size.height);
  if (!pixels.has_value() || *pixels > 4096) {
    return Complain("upscaleConfig.upscaleFactor must be x2 or x4.");
  }
  if (*pixels <= static_cast<uint64_t>(longer)) {
    return Complain("sampleImageSize must be larger than the picture.");
  }
  return static_cast<double>(*pixels) / longer;
}

}  // namespace

bool IsUpscale(const rapidjson::Value* parameters) {
  return http::EqualsIgnoreCase(Text(Member(parameters, "mode")), "upscale") ||
         Member(parameters, "upscaleConfig") != nullptr;
}

absl::StatusOr<Canvas> Upscale(const rapidjson::Value* instance, const rapidjson::Value* parameters,
                               Provider provider) {
  if (provider != Provider::kVertex) return Complain("Upscaling is not supported.");
  absl::StatusOr<InputBytes> bytes = ReadInputPicture(Member(instance, "image"), provider);
  if (!bytes.ok()) return bytes.status();
  if (*bytes == nullptr) return Complain("instances[0].image is required.");
  const std::optional<Canvas> picture = DecodePicture(**bytes);
  if (!picture.has_value()) return Complain("The picture cannot be read.");
  absl::StatusOr<double> factor = ReadFactor(parameters, picture->size());
  if (!factor.ok()) return factor.status();
  const Size size{static_cast<int>(picture->width() * *factor),
                  static_cast<int>(picture->height() * *factor)};
  if (int64_t{size.width} * size.height > kMostPixels) {
    return Complain(absl::StrCat("The result would be larger than ", kMostPixels, " pixels."));
  }
  return CoverFit(*picture, size);
}

}  // namespace mediagen::sandbox
