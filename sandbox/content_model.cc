#include "sandbox/content_model.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "sandbox/text.h"

namespace mediagen::sandbox {
namespace {

struct RatioSize {
  std::string_view ratio;
  Size early;  // Of models before Gemini 3; no width: they do not make it.
  Size later;
};
constexpr RatioSize kSizes[] = {
    {"1:1", {1024, 1024}, {1024, 1024}}, {"2:3", {832, 1248}, {848, 1264}},
    {"3:2", {1248, 832}, {1264, 848}},   {"3:4", {864, 1184}, {896, 1200}},
    {"4:3", {1184, 864}, {1200, 896}},   {"4:5", {896, 1152}, {928, 1152}},
    {"5:4", {1152, 896}, {1152, 928}},   {"9:16", {768, 1344}, {768, 1376}},
    {"16:9", {1344, 768}, {1376, 768}},  {"21:9", {1536, 672}, {1584, 672}},
    {"1:4", {0, 0}, {512, 2048}},        {"4:1", {0, 0}, {2048, 512}},
    {"1:8", {0, 0}, {384, 3072}},        {"8:1", {0, 0}, {3072, 384}},
};

struct SizeName {
  std::string_view name;
  ContentSize size;
};
constexpr SizeName kSizeNames[] = {{"512", ContentSize::k512},
                                   {"1K", ContentSize::k1K},
                                   {"2K", ContentSize::k2K},
                                   {"4K", ContentSize::k4K}};

struct TokenRow {
  std::string_view model_prefix;
  int64_t tokens[4];  // By ContentSize.
};
constexpr TokenRow kTokens[] = {
    {"gemini-nano-banana-2", {1120, 1120, 1680, 3780}},
    {"gemini-3-pro", {1120, 1120, 1120, 2000}},
    {"gemini-3", {750, 1120, 1680, 2520}},
    {"", {1290, 1290, 1290, 1290}},
};

constexpr double kMostRatio = 8;

// Of 1K.
double Scale(ContentSize size) { return std::exp2(static_cast<int>(size) - 1); }

Size Scaled(Size size, double scale) {
  return {std::max(1, static_cast<int>(size.width * scale)),
          std::max(1, static_cast<int>(size.height * scale))};
}

bool IsNanoBanana2(const std::string& model) { return model.starts_with("gemini-nano-banana-2"); }

}  // namespace

bool ThinksAloud(const std::string& model) {
  return model.starts_with("gemini-3") || IsNanoBanana2(model);
}

bool DrawsUnasked(const std::string& model) {
  if (model.starts_with("gemini-2.0")) return false;
  return http::ContainsIgnoreCase(model, "image") || http::ContainsIgnoreCase(model, "banana");
}

std::optional<ContentSize> FindContentSize(const std::string& model, const std::string& name) {
  if (name.empty()) return ContentSize::k1K;
  for (const SizeName& row : kSizeNames) {
    if (!http::EqualsIgnoreCase(row.name, name)) continue;
    if (row.size == ContentSize::k512 && IsNanoBanana2(model)) return std::nullopt;
    return row.size;
  }
  return std::nullopt;
}

std::optional<Size> PixelsOf(const std::string& model, const std::string& aspect_ratio,
                             ContentSize size) {
  for (const RatioSize& row : kSizes) {
    if (aspect_ratio != row.ratio) continue;
    const Size base = ThinksAloud(model) ? row.later : row.early;
    if (base.width == 0) return std::nullopt;
    return Scaled(base, Scale(size));
  }
  return std::nullopt;
}

Size PixelsLike(Size like, ContentSize size) {
  const double ratio =
      std::clamp(static_cast<double>(like.width) / like.height, 1 / kMostRatio, kMostRatio);
  const double side = 1024 * Scale(size);
  return {static_cast<int>(std::lround(side * std::sqrt(ratio))),
          static_cast<int>(std::lround(side / std::sqrt(ratio)))};
}

int64_t PictureTokens(const std::string& model, ContentSize size) {
  for (const TokenRow& row : kTokens) {
    if (model.starts_with(row.model_prefix)) return row.tokens[static_cast<int>(size)];
  }
  return 0;
}

}  // namespace mediagen::sandbox
