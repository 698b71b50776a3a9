#ifndef MEDIAGEN_SANDBOX_CANVAS_H_
#define MEDIAGEN_SANDBOX_CANVAS_H_

#include <cairo.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace mediagen::sandbox {

struct Size {
  int width = 0;
  int height = 0;
};

// Red, green, blue, each 0..1.
struct Color {
  double red = 0;
  double green = 0;
  double blue = 0;
};

// "0xRRGGBB" as a colour.
constexpr Color FromHex(uint32_t hex) {
  return {((hex >> 16) & 255) / 255.0, ((hex >> 8) & 255) / 255.0, (hex & 255) / 255.0};
}
// `share` of `to` in `from`.
Color Mix(Color from, Color to, double share);

// A picture in memory and the pen that draws on it. Owns both. One thread at a time; movable.
class Canvas {
 public:
  enum class Kind { kOpaque, kTransparent };

  // Opaque ones begin black, transparent ones empty.
  explicit Canvas(Size size, Kind kind = Kind::kOpaque);

  cairo_t* pen() const { return pen_.get(); }
  Size size() const { return size_; }
  int width() const { return size_.width; }
  int height() const { return size_.height; }

  // Rows of 4 bytes a pixel, blue first, the fourth being alpha or nothing. Flush() before reading,
  // and MarkChanged() after writing.
  uint8_t* row(int y) const;
  int stride() const;
  void Flush() const;
  void MarkChanged() const;

  // Draws `other` with its upper left corner at (x, y).
  void Put(const Canvas& other, double x, double y, double alpha = 1) const;
  // The same, and everything around it in the colours of its edges.
  void PutWithEdges(const Canvas& other, double x, double y) const;

 private:
  Size size_;
  std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface_;
  std::unique_ptr<cairo_t, decltype(&cairo_destroy)> pen_;
};

void SetColor(cairo_t* pen, Color color, double alpha = 1);
void AddStop(cairo_pattern_t* pattern, double at, Color color, double alpha = 1);
// Fills what the pen has outlined (or everything, with PaintAndDrop), and destroys the pattern.
void FillAndDrop(cairo_t* pen, cairo_pattern_t* pattern);
void PaintAndDrop(cairo_t* pen, cairo_pattern_t* pattern);

// The source scaled to cover the size, its middle kept.
Canvas CoverFit(const Canvas& source, Size size);

// The whole source in the middle of the size. Where the ratios differ, a dim and blurred copy fills
// the rest.
Canvas WholeFit(const Canvas& source, Size size);

// The picture, smaller when a side is longer than that.
Canvas Bounded(Canvas picture, int most_side);

// All sources next to each other, each covering its part of the size; a single one whole. There is
// at least one.
Canvas SideBySide(const std::vector<Canvas>& sources, Size size);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_CANVAS_H_
