#include "sandbox/pictures.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "sandbox/dice.h"
#include "sandbox/landscape.h"
#include "sandbox/poster.h"

namespace mediagen::sandbox {
namespace {

constexpr char kMiddleDot[] = "  \xC2\xB7  ";

struct RatioSize {
  const char* ratio;
  Size size;
};
constexpr RatioSize kImagenSizes[] = {
    {"1:1", {1024, 1024}}, {"3:4", {896, 1280}},  {"4:3", {1280, 896}},
    {"9:16", {768, 1408}}, {"16:9", {1408, 768}},
};

}  // namespace

Canvas PaintPicture(const PictureSpec& spec) {
  Canvas canvas(spec.size);
  const Landscape landscape(HashText(spec.prompt, VariantOf(spec.seed, spec.index)), spec.size);
  landscape.Paint(canvas, 0);
  std::string small_line = absl::StrCat("mediagen sandbox", kMiddleDot, spec.model);
  if (spec.count > 1) {
    absl::StrAppend(&small_line, kMiddleDot, spec.index + 1, " of ", spec.count);
  }
  LetterPoster(canvas, spec.prompt, small_line, landscape.horizon());
  return canvas;
}

Canvas PaintEdit(const Canvas& base, const std::string& instruction, const std::string& model) {
  Canvas canvas(base.size());
  canvas.Put(base, 0, 0);
  Dice dice(HashText(instruction));
  const Color tint = PickPalette(dice).sky_middle;
  // Soft light from one corner, so that the picture itself has changed too.
  cairo_t* pen = canvas.pen();
  cairo_set_operator(pen, CAIRO_OPERATOR_SOFT_LIGHT);
  const double corner = dice.Below(2) == 0 ? 0 : canvas.width();
  cairo_pattern_t* light = cairo_pattern_create_radial(
      corner, 0, 0, corner, 0, 1.2 * std::max(canvas.width(), canvas.height()));
  AddStop(light, 0, Mix(tint, {1, 1, 1}, 0.45), 0.9);
  AddStop(light, 1, Mix(tint, {0, 0, 0}, 0.35), 0.7);
  PaintAndDrop(pen, light);
  cairo_set_operator(pen, CAIRO_OPERATOR_OVER);
  LetterCaption(canvas, instruction, absl::StrCat("edited by mediagen sandbox", kMiddleDot, model),
                Mix(tint, {1, 1, 1}, 0.25));
  return canvas;
}

std::optional<Size> ImagenSize(const std::string& aspect_ratio, bool twice) {
  for (const RatioSize& row : kImagenSizes) {
    if (aspect_ratio != row.ratio) continue;
    const int factor = twice ? 2 : 1;
    return Size{row.size.width * factor, row.size.height * factor};
  }
  return std::nullopt;
}

}  // namespace mediagen::sandbox
