#include "client/cli/model_table.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/printable.h"
#include "client/cli/usd.h"

namespace mediagen::client {
namespace {

constexpr size_t kColumns = 6;
using Line = std::array<std::string, kColumns>;

struct SurfaceWord {
  v1::ModelSurface surface;
  absl::string_view word;
};

constexpr SurfaceWord kSurfaceWords[] = {
    {v1::MODEL_SURFACE_IMAGE, "image"},
    {v1::MODEL_SURFACE_UPSCALE, "upscale"},
    {v1::MODEL_SURFACE_CHAT, "chat"},
    {v1::MODEL_SURFACE_VIDEO, "video"},
    {v1::MODEL_SURFACE_REVERSE_VIDEO, "reverse-video"},
    {v1::MODEL_SURFACE_INTERACTIONS, "interactions"},
};

std::string WordOf(int surface) {
  for (const SurfaceWord& row : kSurfaceWords) {
    if (row.surface == surface) return std::string(row.word);
  }
  return absl::StrCat(surface);  // Of a newer server.
}

std::string SurfacesText(const v1::Model& model) {
  return absl::StrJoin(model.surfaces(), " ", [](std::string* out, int surface) {
    absl::StrAppend(out, WordOf(surface));
  });
}

// The range of prices of a second.
std::string VideoPriceText(const v1::ModelPrices& prices) {
  int64_t least = prices.video_prices(0).nano_usd_per_second();
  int64_t most = least;
  for (const v1::VideoPrice& price : prices.video_prices()) {
    least = std::min(least, price.nano_usd_per_second());
    most = std::max(most, price.nano_usd_per_second());
  }
  return least == most ? absl::StrCat(UsdText(most), "/s")
                       : absl::StrCat("up to ", UsdText(most), "/s");
}

// What a picture of the usual size costs; empty when its tokens are not known.
std::string PictureByTokensText(const v1::Model& model) {
  const v1::TokenPrices& tokens = model.prices().tokens();
  const std::string& usual = model.limits().default_image_size();
  const auto& counts = tokens.tokens_per_image();
  auto found = counts.find(usual);
  if (found == counts.end() && counts.size() == 1) found = counts.begin();
  if (found == counts.end()) return "";
  const auto nano_usd = absl::int128(found->second) * tokens.image_output() / 1'000'000;
  if (nano_usd > std::numeric_limits<int64_t>::max()) return "";
  return absl::StrCat(UsdText(static_cast<int64_t>(nano_usd)), "/picture");
}

std::string PriceText(const v1::Model& model) {
  const v1::ModelPrices& prices = model.prices();
  if (prices.has_nano_usd_per_image())
    return absl::StrCat(UsdText(prices.nano_usd_per_image()), "/picture");
  if (prices.has_nano_usd_per_upscaled_image())
    return absl::StrCat(UsdText(prices.nano_usd_per_upscaled_image()), "/picture");
  if (prices.has_nano_usd_per_request())
    return absl::StrCat(UsdText(prices.nano_usd_per_request()), "/request");
  if (!prices.video_prices().empty()) return VideoPriceText(prices);
  const std::string by_tokens = prices.has_tokens() ? PictureByTokensText(model) : "";
  return by_tokens.empty() ? "-" : by_tokens;
}

std::string StateText(const v1::ModelLifecycle& lifecycle) {
  const std::string next =
      lifecycle.replacement().empty() ? "" : absl::StrCat("; then ", lifecycle.replacement());
  switch (lifecycle.state()) {
    case v1::MODEL_STATE_RETIRED:
      return absl::StrCat("gone since ", lifecycle.retires_at(), next);
    case v1::MODEL_STATE_END_DUE:
      return absl::StrCat("may be gone since ", lifecycle.retires_at(), next);
    case v1::MODEL_STATE_DEPRECATED:
      if (lifecycle.retires_at().empty()) return absl::StrCat("will end", next);
      return absl::StrCat("ends ", lifecycle.retires_at(),
                          lifecycle.retires_at_earliest() ? " or later" : "", next);
    default:
      return "in service";
  }
}

Line LineOf(const v1::Model& model) {
  const bool counted = model.limits().has_max_count();
  return {model.provider(),    model.name(),
          SurfacesText(model), counted ? absl::StrCat(model.limits().max_count()) : "-",
          PriceText(model),    StateText(model.lifecycle())};
}

}  // namespace

std::string ModelTable(absl::Span<const v1::Model> models) {
  if (models.empty()) return "no models\n";
  std::vector<Line> lines = {{"PROVIDER", "MODEL", "SERVES", "MOST", "PRICE", "STATE"}};
  for (const v1::Model& model : models) lines.push_back(LineOf(model));
  std::array<size_t, kColumns> widths = {};
  for (Line& line : lines) {
    for (size_t i = 0; i < kColumns; ++i) {
      line[i] = PrintableLine(line[i]);
      widths[i] = std::max(widths[i], line[i].size());
    }
  }
  std::string text;
  for (const Line& line : lines) {
    for (size_t i = 0; i + 1 < kColumns; ++i)
      absl::StrAppend(&text, line[i], std::string(widths[i] - line[i].size() + 2, ' '));
    absl::StrAppend(&text, line[kColumns - 1], "\n");
  }
  return text;
}

v1::ModelSurface SurfaceOfWord(absl::string_view word) {
  for (const SurfaceWord& row : kSurfaceWords) {
    if (row.word == word) return row.surface;
  }
  return v1::MODEL_SURFACE_UNSPECIFIED;
}

std::string SurfaceWords() {
  return absl::StrJoin(kSurfaceWords, ", ", [](std::string* out, const SurfaceWord& row) {
    absl::StrAppend(out, row.word);
  });
}

}  // namespace mediagen::client
