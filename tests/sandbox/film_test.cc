#include "sandbox/film.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "sandbox/picture_codec.h"

namespace mediagen::sandbox {
namespace {

constexpr Size kSize = {320, 180};

VideoSpec Boat() {
  VideoSpec spec;
  spec.prompt = "a boat";
  spec.model = "m";
  spec.size = kSize;
  spec.seconds = 4;
  return spec;
}

std::shared_ptr<const std::string> Plain(Color color) {
  const Canvas canvas({32, 18});
  SetColor(canvas.pen(), color);
  cairo_paint(canvas.pen());
  return std::make_shared<const std::string>(EncodePng(canvas));
}

Canvas FrameOf(const VideoSpec& spec, double seconds) {
  Canvas canvas(spec.size);
  const std::unique_ptr<Film> film = MakeFilm(spec);
  EXPECT_NE(film, nullptr);
  if (film != nullptr) film->PaintFrame(canvas, seconds);
  canvas.Flush();
  return canvas;
}

// Mean difference of a colour's share, 0..255, in the rows from `top` to below `bottom`.
double Difference(const Canvas& left, const Canvas& right, int top, int bottom) {
  double sum = 0;
  for (int y = top; y < bottom; ++y) {
    for (int x = 0; x < 4 * left.width(); ++x) {
      if (x % 4 == 3) continue;
      sum += std::abs(left.row(y)[x] - right.row(y)[x]);
    }
  }
  return sum / (3.0 * left.width() * (bottom - top));
}

double Difference(const Canvas& left, const Canvas& right) {
  return Difference(left, right, 0, kSize.height);
}

VideoSpec Edited(const std::string& prompt, int from_second = 0) {
  VideoSpec spec = Boat();
  spec.changes.push_back({prompt, from_second});
  return spec;
}

TEST(Films, KeepTheirLookWhenTheyAreEdited) {
  const Canvas before = FrameOf(Boat(), 1);
  const Canvas after = FrameOf(Edited("make it night"), 1);
  VideoSpec other = Boat();
  other.prompt = "make it night";
  // The title stands as it stood; the change is told below.
  const int middle = kSize.height / 2;
  const double above = Difference(before, after, 0, middle);
  EXPECT_GT(above, 0);
  EXPECT_LT(above, 25);
  EXPECT_GT(Difference(before, after, middle, kSize.height), above);
  EXPECT_LT(above, Difference(before, FrameOf(other, 1), 0, middle));
}

TEST(Films, TellOfEveryChange) {
  const Canvas once = FrameOf(Edited("make it night"), 1);
  VideoSpec twice = Edited("make it night");
  twice.changes.push_back({"add a moon", 0});
  EXPECT_GT(Difference(once, FrameOf(twice, 1)), 0);
  EXPECT_GT(Difference(once, FrameOf(Edited("make it day"), 1)), 0);
}

TEST(Films, GoOnWhereTheyAreExtended) {
  VideoSpec longer = Edited("it sails away", 4);
  longer.seconds = 8;
  EXPECT_EQ(Difference(FrameOf(Boat(), 3.9), FrameOf(longer, 3.9)), 0);
  VideoSpec without = Boat();
  without.seconds = 8;
  EXPECT_GT(Difference(FrameOf(without, 4), FrameOf(longer, 4)), 0);
}

TEST(Films, ShowChangesInAnyOrderOfFrames) {
  const VideoSpec longer = Edited("it sails away", 2);
  const std::unique_ptr<Film> film = MakeFilm(longer);
  const Canvas canvas(kSize);
  film->PaintFrame(canvas, 3);
  film->PaintFrame(canvas, 1);
  canvas.Flush();
  EXPECT_EQ(Difference(canvas, FrameOf(longer, 1)), 0);
}

TEST(Films, EndWithTheirLastFrame) {
  VideoSpec spec = Boat();
  spec.prompt.clear();
  spec.first_frame = Plain({0.8, 0.1, 0.1});
  spec.last_frame = Plain({0.1, 0.1, 0.8});
  const Canvas first = FrameOf(spec, 0);
  const Canvas last = FrameOf(spec, 4);
  EXPECT_NEAR(first.row(90)[4 * 20 + 2], 204, 3);
  EXPECT_NEAR(last.row(90)[4 * 20 + 2], 26, 12);
  EXPECT_GT(last.row(90)[4 * 20], 180);
  spec.last_frame = std::make_shared<const std::string>("no picture");
  EXPECT_EQ(MakeFilm(spec), nullptr);
}

TEST(Films, ShowTheirReferences) {
  VideoSpec spec = Boat();
  spec.references = {Plain({0, 1, 0}), Plain({1, 0, 0})};
  const Canvas frame = FrameOf(spec, 0);
  // In the upper right corner, the first outermost.
  const uint8_t* green = frame.row(15) + 4 * (kSize.width - 15);
  EXPECT_GT(green[1], 240);
  EXPECT_LT(green[2], 15);
  const uint8_t* red = frame.row(15) + 4 * (kSize.width - 50);
  EXPECT_GT(red[2], 240);
  EXPECT_LT(red[1], 15);
}

}  // namespace
}  // namespace mediagen::sandbox
