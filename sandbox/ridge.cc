#include "sandbox/ridge.h"

#include <cmath>
#include <numbers>
#include <vector>

namespace mediagen::sandbox {
namespace {

constexpr int kHarmonics = 40;
constexpr double kFullCircle = 2 * std::numbers::pi;

// Heights of the crest by pixel, about -1..1; periodic, being a sum of whole waves.
std::vector<double> Crest(Dice& dice, int width) {
  std::vector<double> heights(static_cast<size_t>(width), 0.0);
  double total = 0;
  for (int wave = 3; wave < kHarmonics; ++wave) {
    const double amplitude = dice.Uniform(0.4, 1.0) / std::pow(wave, 1.25);
    const double phase = dice.Uniform(0, kFullCircle);
    total += amplitude * amplitude;
    for (int x = 0; x < width; ++x) {
      heights[static_cast<size_t>(x)] +=
          amplitude * std::sin(kFullCircle * wave * x / width + phase);
    }
  }
  for (double& height : heights) height /= 1.6 * std::sqrt(total);
  return heights;
}

// A fir: three tiers of boughs.
void OutlineTree(cairo_t* pen, double x, double foot, double height) {
  const double width = height * 0.36;
  for (int tier = 0; tier < 3; ++tier) {
    const double top = foot - height * (1.0 - 0.24 * tier);
    const double bottom = foot - height * (0.52 - 0.26 * tier);
    const double half = width * (0.26 + 0.12 * tier);
    cairo_move_to(pen, x, top);
    cairo_line_to(pen, x + half, bottom);
    cairo_line_to(pen, x - half, bottom);
    cairo_close_path(pen);
  }
}

}  // namespace

Canvas PaintRidge(Dice& dice, const Ridge& ridge) {
  Canvas strip(ridge.size, Canvas::Kind::kTransparent);
  cairo_t* pen = strip.pen();
  const int width = ridge.size.width;
  const int height = ridge.size.height;
  const std::vector<double> crest = Crest(dice, width);
  const double base = ridge.relief * 1.6;
  auto crest_at = [&](int x) {
    return base - ridge.relief * crest[static_cast<size_t>((x + width) % width)];
  };

  cairo_pattern_t* slope = cairo_pattern_create_linear(0, 0, 0, height);
  AddStop(slope, 0, ridge.crest_color);
  AddStop(slope, 1, ridge.foot_color);
  cairo_set_source(pen, slope);
  cairo_move_to(pen, 0, height);
  for (int x = 0; x <= width; x += 2) cairo_line_to(pen, x, crest_at(x));
  cairo_line_to(pen, width, height);
  cairo_close_path(pen);
  cairo_fill(pen);

  if (ridge.tree_height > 0) {
    double x = 0;
    while (x < width) {
      // Groves with gaps between them.
      const int trees = 2 + dice.Below(9);
      for (int tree = 0; tree < trees && x < width; ++tree) {
        const double tall = ridge.tree_height * dice.Uniform(0.6, 1.25);
        const double foot = crest_at(static_cast<int>(x)) + tall * 0.12;
        for (double shift : {-1.0, 0.0, 1.0}) OutlineTree(pen, x + shift * width, foot, tall);
        x += ridge.tree_height * dice.Uniform(0.16, 0.42);
      }
      x += ridge.tree_height * dice.Uniform(0.5, 5.0);
    }
    cairo_fill(pen);
  }
  cairo_pattern_destroy(slope);
  return strip;
}

}  // namespace mediagen::sandbox
