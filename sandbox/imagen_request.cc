#include "sandbox/imagen_request.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "sandbox/json_input.h"
#include "sandbox/text.h"

namespace mediagen::sandbox {
namespace {

constexpr int kDefaultCount = 4;
constexpr int kLeastSide = 64;
constexpr int kMostSide = 4096;
constexpr int64_t kMostSeed = 4294967295;

absl::Status Complain(const std::string& text) { return absl::InvalidArgumentError(text); }

bool IsOld(const std::string& model) {
  return model.starts_with("imagegeneration@002") || model.starts_with("imagegeneration@005");
}

// The early ones have it in their tables.
int MostPictures(const std::string& model) {
  const bool imagen3_001 =
      model.starts_with("imagen-3.0-generate-001") || model.starts_with("imagen-3.0-fast");
  return imagen3_001 || model.starts_with("imagegeneration@") ? 8 : 4;
}

bool CanRewritePrompts(const std::string& model) {
  return model.starts_with("imagen-4") || model.starts_with("imagen-3.0-generate-002");
}

bool IsTrueUnlessSaid(const rapidjson::Value* value, bool otherwise) {
  return value == nullptr ? otherwise : IsTrue(value);
}

absl::StatusOr<Size> ReadSize(const rapidjson::Value* parameters) {
  std::string ratio(Text(Member(parameters, "aspectRatio")));
  if (ratio.empty()) ratio = "1:1";
  const std::string wanted = http::ToLower(Text(Member(parameters, "sampleImageSize")));
  const std::optional<Size> size = ImagenSize(ratio, wanted == "2k");
  if (!size.has_value())
    return Complain(absl::StrCat("Aspect ratio ", ratio, " is not supported."));
  if (wanted.empty() || wanted == "1k" || wanted == "2k") return *size;
  // Older models take the longer side in pixels.
  const std::optional<uint64_t> side = http::ParseNumber(wanted);
  if (!side.has_value() || *side < kLeastSide || *side > kMostSide) {
    return Complain(absl::StrCat("sampleImageSize ", wanted, " is not supported."));
  }
  const double scale =
      static_cast<double>(*side) / static_cast<double>(std::max(size->width, size->height));
  return Size{static_cast<int>(size->width * scale), static_cast<int>(size->height * scale)};
}

absl::StatusOr<uint64_t> ReadSeed(const rapidjson::Value* parameters, const Route& route) {
  const rapidjson::Value* value = Member(parameters, "seed");
  if (value == nullptr) return 0;
  const std::optional<int64_t> seed = WholeNumber(value);
  if (!seed.has_value() || *seed < 0 || *seed > kMostSeed) {
    return Complain(absl::StrCat("seed must be between 0 and ", kMostSeed, "."));
  }
  const bool by_default = route.provider == Provider::kVertex && !IsOld(route.model);
  if (IsTrueUnlessSaid(Member(parameters, "addWatermark"), by_default)) {
    return Complain("Seed is not supported when watermark is enabled.");
  }
  return static_cast<uint64_t>(*seed);
}

}  // namespace

absl::StatusOr<int> ReadBounded(const rapidjson::Value* value, const char* name, int least,
                                int most, int otherwise) {
  if (value == nullptr) return otherwise;
  const std::optional<int64_t> number = WholeNumber(value);
  if (!number.has_value() || *number < least || *number > most) {
    return Complain(absl::StrCat(name, " must be between ", least, " and ", most, "."));
  }
  return static_cast<int>(*number);
}

absl::StatusOr<ImagenOutput> ReadImagenOutput(const rapidjson::Value* parameters,
                                              Provider provider) {
  ImagenOutput output;
  absl::StatusOr<OutputFormat> format =
      ReadOutputFormat(Member(parameters, "outputOptions"), OutputFormat());
  if (!format.ok()) return format.status();
  output.format = *format;
  output.storage_uri = std::string(Text(Member(parameters, "storageUri")));
  if (!output.storage_uri.empty()) {
    if (provider != Provider::kVertex) return Complain("storageUri is not supported.");
    if (!output.storage_uri.starts_with("gs://"))
      return Complain("storageUri must begin with gs://.");
    if (!output.storage_uri.ends_with('/')) output.storage_uri += '/';
  }
  output.include_rai_reason = IsTrue(Member(parameters, "includeRaiReason"));
  output.include_safety_attributes = IsTrue(Member(parameters, "includeSafetyAttributes"));
  return output;
}

absl::StatusOr<ImagenRequest> ReadImagenRequest(const std::string& prompt, const Route& route,
                                                const rapidjson::Value* parameters) {
  ImagenRequest request;
  const rapidjson::Value* count = Member(parameters, "sampleCount");
  if (count == nullptr) count = Member(parameters, "numberOfImages");
  absl::StatusOr<int> number =
      ReadBounded(count, "sampleCount", 1, MostPictures(route.model), kDefaultCount);
  if (!number.ok()) return number.status();
  absl::StatusOr<Size> size = ReadSize(parameters);
  if (!size.ok()) return size.status();
  absl::StatusOr<uint64_t> seed = ReadSeed(parameters, route);
  if (!seed.ok()) return seed.status();
  absl::StatusOr<ImagenOutput> output = ReadImagenOutput(parameters, route.provider);
  if (!output.ok()) return output.status();
  request.output = *std::move(output);
  request.spec.prompt = prompt;
  request.spec.model = route.model;
  request.spec.count = *number;
  request.spec.size = *size;
  request.spec.seed = *seed;
  request.rewrites_prompt =
      route.provider == Provider::kVertex && CanRewritePrompts(route.model) &&
      IsTrueUnlessSaid(Member(parameters, "enhancePrompt"), /*otherwise=*/true);
  return request;
}

}  // namespace mediagen::sandbox
