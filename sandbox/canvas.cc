#include "sandbox/canvas.h"

#include <algorithm>

namespace mediagen::sandbox {

Color Mix(Color from, Color to, double share) {
  return {from.red + (to.red - from.red) * share, from.green + (to.green - from.green) * share,
          from.blue + (to.blue - from.blue) * share};
}

Canvas::Canvas(Size size, Kind kind)
    : size_(size),
      surface_(cairo_image_surface_create(
                   kind == Kind::kOpaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32, size.width,
                   size.height),
               &cairo_surface_destroy),
      pen_(cairo_create(surface_.get()), &cairo_destroy) {}

uint8_t* Canvas::row(int y) const {
  return cairo_image_surface_get_data(surface_.get()) + static_cast<ptrdiff_t>(y) * stride();
}

int Canvas::stride() const { return cairo_image_surface_get_stride(surface_.get()); }

void Canvas::Flush() const { cairo_surface_flush(surface_.get()); }

void Canvas::MarkChanged() const { cairo_surface_mark_dirty(surface_.get()); }

void Canvas::Put(const Canvas& other, double x, double y, double alpha) const {
  cairo_set_source_surface(pen(), other.surface_.get(), x, y);
  cairo_paint_with_alpha(pen(), alpha);
}

void Canvas::PutWithEdges(const Canvas& other, double x, double y) const {
  cairo_set_source_surface(pen(), other.surface_.get(), x, y);
  cairo_pattern_set_extend(cairo_get_source(pen()), CAIRO_EXTEND_PAD);
  cairo_paint(pen());
}

void SetColor(cairo_t* pen, Color color, double alpha) {
  cairo_set_source_rgba(pen, color.red, color.green, color.blue, alpha);
}

void AddStop(cairo_pattern_t* pattern, double at, Color color, double alpha) {
  cairo_pattern_add_color_stop_rgba(pattern, at, color.red, color.green, color.blue, alpha);
}

void FillAndDrop(cairo_t* pen, cairo_pattern_t* pattern) {
  cairo_set_source(pen, pattern);
  cairo_fill(pen);
  cairo_pattern_destroy(pattern);
}

void PaintAndDrop(cairo_t* pen, cairo_pattern_t* pattern) {
  cairo_set_source(pen, pattern);
  cairo_paint(pen);
  cairo_pattern_destroy(pattern);
}

namespace {

void PutScaled(const Canvas& source, const Canvas& onto, double scale, bool with_edges) {
  cairo_t* pen = onto.pen();
  cairo_save(pen);
  cairo_translate(pen, onto.width() / 2.0, onto.height() / 2.0);
  cairo_scale(pen, scale, scale);
  if (with_edges) {
    onto.PutWithEdges(source, -source.width() / 2.0, -source.height() / 2.0);
  } else {
    onto.Put(source, -source.width() / 2.0, -source.height() / 2.0);
  }
  cairo_restore(pen);
}

}  // namespace

Canvas CoverFit(const Canvas& source, Size size) {
  Canvas fitted(size);
  const double across = static_cast<double>(size.width) / source.width();
  const double down = static_cast<double>(size.height) / source.height();
  PutScaled(source, fitted, std::max(across, down), /*with_edges=*/true);
  return fitted;
}

Canvas WholeFit(const Canvas& source, Size size) {
  constexpr double kSameRatio = 1.1;
  constexpr int kBlur = 24;
  const double across = static_cast<double>(size.width) / source.width();
  const double down = static_cast<double>(size.height) / source.height();
  if (std::max(across, down) < kSameRatio * std::min(across, down)) return CoverFit(source, size);
  // Making it small and large again is a blur.
  Canvas fitted = CoverFit(
      CoverFit(source, {std::max(1, size.width / kBlur), std::max(1, size.height / kBlur)}), size);
  cairo_set_source_rgba(fitted.pen(), 0, 0, 0, 0.45);
  cairo_paint(fitted.pen());
  PutScaled(source, fitted, std::min(across, down), /*with_edges=*/false);
  return fitted;
}

Canvas Bounded(Canvas picture, int most_side) {
  const int longer = std::max(picture.width(), picture.height());
  if (longer <= most_side) return picture;
  const double scale = static_cast<double>(most_side) / longer;
  return CoverFit(picture, {std::max(1, static_cast<int>(picture.width() * scale)),
                            std::max(1, static_cast<int>(picture.height() * scale))});
}

Canvas SideBySide(const std::vector<Canvas>& sources, Size size) {
  if (sources.size() == 1) return WholeFit(sources.front(), size);
  Canvas joined(size);
  const int count = static_cast<int>(sources.size());
  for (int i = 0; i < count; ++i) {
    const int left = size.width * i / count;
    const int width = std::max(1, size.width * (i + 1) / count - left);
    joined.Put(CoverFit(sources[static_cast<size_t>(i)], {width, size.height}), left, 0);
  }
  return joined;
}

}  // namespace mediagen::sandbox
