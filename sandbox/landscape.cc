#include "sandbox/landscape.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "sandbox/ridge.h"

namespace mediagen::sandbox {
namespace {

constexpr int kRidges = 5;
constexpr double kFullCircle = 2 * std::numbers::pi;
constexpr Color kWhite = {1, 1, 1};

Palette const& PaletteFor(uint64_t seed) {
  Dice dice(seed);
  return PickPalette(dice);
}

void Disc(cairo_t* pen, double x, double y, double radius) {
  cairo_new_path(pen);
  cairo_arc(pen, x, y, radius, 0, kFullCircle);
}

}  // namespace

Landscape::Landscape(uint64_t seed, Size size)
    : size_(size),
      unit_(std::min(size.width, size.height)),
      palette_(PaletteFor(seed)),
      horizon_(size.height * 0.58),
      sky_(size),
      light_({static_cast<int>(unit_ * 0.9), static_cast<int>(unit_ * 0.9)},
             Canvas::Kind::kTransparent) {
  Dice dice(seed + 1);
  PaintSky(dice);
  if (palette_.night) PaintStars(dice);
  MakeLight(dice);
  AddClouds(dice);
  for (int index = 0; index < kRidges; ++index) AddRidge(dice, index, kRidges);
}

void Landscape::PaintSky(Dice&) {
  cairo_pattern_t* sky = cairo_pattern_create_linear(0, 0, 0, horizon_ * 1.25);
  AddStop(sky, 0.0, palette_.sky_top);
  AddStop(sky, 0.55, palette_.sky_middle);
  AddStop(sky, 1.0, palette_.sky_low);
  PaintAndDrop(sky_.pen(), sky);
}

void Landscape::PaintStars(Dice& dice) {
  cairo_t* pen = sky_.pen();
  const int count = static_cast<int>(size_.width * horizon_ / 3500);
  for (int star = 0; star < count; ++star) {
    const double height = dice.Uniform(0, 1);
    const double brightness = std::pow(dice.Uniform(0, 1), 3);
    SetColor(pen, palette_.light, (0.25 + 0.7 * brightness) * (1 - 0.7 * height));
    Disc(pen, dice.Uniform(0, size_.width), height * horizon_,
         unit_ * (0.0006 + 0.0014 * brightness));
    cairo_fill(pen);
  }
}

void Landscape::MakeLight(Dice& dice) {
  const double middle = light_.width() / 2.0;
  const double radius = unit_ * (palette_.night ? 0.055 : dice.Uniform(0.065, 0.09));
  light_x_ = size_.width * dice.Uniform(0.2, 0.8);
  // Below the part of the sky that the title takes.
  light_y_ = horizon_ * (palette_.night ? dice.Uniform(0.76, 0.84) : dice.Uniform(0.82, 0.95));
  cairo_t* pen = light_.pen();
  cairo_pattern_t* glow = cairo_pattern_create_radial(middle, middle, 0, middle, middle, middle);
  AddStop(glow, 0.0, palette_.light, palette_.night ? 0.30 : 0.55);
  AddStop(glow, 0.35, palette_.light, palette_.night ? 0.09 : 0.20);
  AddStop(glow, 1.0, palette_.light, 0);
  PaintAndDrop(pen, glow);
  cairo_pattern_t* disc = cairo_pattern_create_linear(0, middle - radius, 0, middle + radius);
  AddStop(disc, 0, palette_.light);
  AddStop(disc, 1, Mix(palette_.light, palette_.sky_low, palette_.night ? 0.25 : 0.55));
  Disc(pen, middle, middle, radius);
  FillAndDrop(pen, disc);
}

void Landscape::AddClouds(Dice& dice) {
  const int width = size_.width * 2;
  const int height = static_cast<int>(horizon_);
  Canvas strip({width, height}, Canvas::Kind::kTransparent);
  cairo_t* pen = strip.pen();
  const Color tint = Mix(palette_.sky_low, kWhite, palette_.night ? 0.0 : 0.35);
  for (int cloud = 0; cloud < 9; ++cloud) {
    const double y = height * dice.Uniform(0.35, 0.95);
    const double x = width * dice.Uniform(0, 1);
    for (int puff = 0; puff < 6; ++puff) {
      const double radius = unit_ * dice.Uniform(0.05, 0.13);
      const double puff_x = x + unit_ * dice.Uniform(-0.28, 0.28);
      const double puff_y = y + unit_ * dice.Uniform(-0.012, 0.012);
      // Drawn at both ends, so that the strip repeats without a seam.
      for (double shift : {-1.0, 0.0, 1.0}) {
        cairo_save(pen);
        cairo_translate(pen, puff_x + shift * width, puff_y);
        cairo_scale(pen, 1.9, 0.16);
        cairo_pattern_t* soft = cairo_pattern_create_radial(0, 0, 0, 0, 0, radius);
        AddStop(soft, 0, tint, palette_.night ? 0.10 : 0.26);
        AddStop(soft, 1, tint, 0);
        Disc(pen, 0, 0, radius);
        FillAndDrop(pen, soft);
        cairo_restore(pen);
      }
    }
  }
  layers_.push_back({std::move(strip), 0, unit_ * 0.012});
}

void Landscape::AddRidge(Dice& dice, int index, int count) {
  const double nearness = static_cast<double>(index) / (count - 1);  // 0 far, 1 near.
  const double base = horizon_ + (size_.height - horizon_) * 0.86 * std::pow(nearness, 1.15);
  const double relief = unit_ * (0.085 + 0.035 * nearness);
  const int top = static_cast<int>(base - relief * 1.6);
  Ridge ridge;
  ridge.size = {size_.width * 2, size_.height - top};
  ridge.relief = relief;
  ridge.crest_color = Mix(palette_.far_ridge, palette_.near_ridge, std::pow(nearness, 0.8));
  ridge.foot_color = Mix(ridge.crest_color, palette_.sky_low, 0.5 * (1 - nearness));
  ridge.tree_height = index >= count - 2 ? unit_ * (0.012 + 0.03 * (index + 2 - count)) : 0;
  layers_.push_back({PaintRidge(dice, ridge), static_cast<double>(top),
                     unit_ * (0.008 + 0.14 * nearness * nearness)});
}

void Landscape::Paint(const Canvas& canvas, double seconds) const {
  canvas.Put(sky_, 0, 0);
  const double rise = unit_ * 0.012 * seconds;
  canvas.Put(light_, std::round(light_x_ - light_.width() / 2.0),
             std::round(light_y_ - rise - light_.height() / 2.0));
  for (const Layer& layer : layers_) {
    const double width = layer.strip.width();
    // Whole pixels: a plain copy is several times faster than a resampled one.
    const double moved = std::floor(std::fmod(layer.pixels_per_second * seconds, width));
    canvas.Put(layer.strip, -moved, layer.top);
    if (moved + size_.width > width) canvas.Put(layer.strip, width - moved, layer.top);
  }
}

}  // namespace mediagen::sandbox
