#ifndef MEDIAGEN_SANDBOX_LANDSCAPE_H_
#define MEDIAGEN_SANDBOX_LANDSCAPE_H_

#include <cstdint>
#include <vector>

#include "sandbox/canvas.h"
#include "sandbox/dice.h"
#include "sandbox/palette.h"

namespace mediagen::sandbox {

// A made-up landscape: sky, sun or moon, clouds and ridges of hills in the haze. Everything that
// moves is drawn once, as layers that only slide, so that a frame of a video costs a few copies.
// Owns its layers. One thread at a time.
class Landscape {
 public:
  Landscape(uint64_t seed, Size size);

  // The landscape at that time; at 0 as in a still picture.
  void Paint(const Canvas& canvas, double seconds) const;

  // The lowest y at which the sky is still free of hills.
  double horizon() const { return horizon_; }
  const Palette& palette() const { return palette_; }

 private:
  // A layer that repeats every `strip.width()` pixels and moves to the left.
  struct Layer {
    Canvas strip;
    double top;
    double pixels_per_second;
  };

  void PaintSky(Dice& dice);
  void PaintStars(Dice& dice);
  void MakeLight(Dice& dice);
  void AddClouds(Dice& dice);
  void AddRidge(Dice& dice, int index, int count);

  const Size size_;
  const double unit_;  // The shorter side: the measure of everything.
  const Palette& palette_;
  double horizon_;
  Canvas sky_;
  Canvas light_;
  double light_x_ = 0;
  double light_y_ = 0;
  std::vector<Layer> layers_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_LANDSCAPE_H_
