#include "server/upstream/price_text.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/upstream/cost.h"

namespace mediagen {
namespace {

constexpr int64_t kNanosPerUsd = 1'000'000'000;

std::string Usd(int64_t nano_usd) {
  std::string decimals = absl::StrFormat("%09d", nano_usd % kNanosPerUsd);
  while (decimals.size() > 2 && decimals.back() == '0') decimals.pop_back();
  return absl::StrCat(nano_usd / kNanosPerUsd, ".", decimals, " USD");
}

// Of one picture, or one second of video, as it comes when nothing else is asked for.
std::optional<v1::Cost> CostOfUsual(const ModelRow& row) {
  if (row.Serves(v1::MODEL_SURFACE_IMAGE)) return ImagesCost(&row, 1);
  if (row.Serves(v1::MODEL_SURFACE_UPSCALE)) return UpscaleCost(&row, 1);
  if (row.Serves(v1::MODEL_SURFACE_CHAT)) return ChatCost(&row, nullptr, 1, "");
  v1::VideoSpec spec;
  spec.set_duration_seconds(1);
  return EstimateCost(&row, spec);
}

}  // namespace

std::string PriceText(const ModelRow& row) {
  const std::optional<v1::Cost> cost = CostOfUsual(row);
  if (!cost.has_value()) return "";
  const bool by_request = row.terms.prices().has_nano_usd_per_request();
  const absl::string_view service = ServiceOf(row);
  if (service != "VideoService") return absl::StrCat(Usd(cost->nano_usd()), " a picture");
  return absl::StrCat(Usd(cost->nano_usd()), by_request ? " a video" : " a second of video");
}

}  // namespace mediagen
