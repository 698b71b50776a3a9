#include "sandbox/poster.h"

#include <algorithm>

#include "sandbox/lettering.h"

namespace mediagen::sandbox {
namespace {

constexpr double kTitleShare = 0.66;  // Of the sky; below it the sun or the moon stands.

double Unit(const Canvas& canvas) { return std::min(canvas.width(), canvas.height()); }

LetterStyle SmallStyle() {
  LetterStyle style;
  style.typeface = Typeface::kSans;
  style.alpha = 0.72;
  return style;
}

void DrawSmallLine(const Canvas& canvas, const std::string& text, double y) {
  const double size = std::max(9.0, Unit(canvas) * 0.0135);
  DrawSpaced(canvas.pen(), text, canvas.width() / 2.0, y, size, size * 0.18, SmallStyle());
}

}  // namespace

void LetterPoster(const Canvas& canvas, const std::string& title, const std::string& small_line,
                  double bottom) {
  cairo_t* pen = canvas.pen();
  const double unit = Unit(canvas);
  cairo_pattern_t* shade = cairo_pattern_create_linear(0, 0, 0, bottom);
  cairo_pattern_add_color_stop_rgba(shade, 0.0, 0, 0, 0, 0.34);
  cairo_pattern_add_color_stop_rgba(shade, 0.6, 0, 0, 0, 0.18);
  cairo_pattern_add_color_stop_rgba(shade, 1.0, 0, 0, 0, 0);
  cairo_rectangle(pen, 0, 0, canvas.width(), bottom);
  FillAndDrop(pen, shade);

  LetterStyle style;
  style.shadow = 0.45;
  style.largest = unit * 0.088;
  style.smallest = std::max(11.0, unit * 0.02);
  const double margin = unit * 0.085;
  Box box{margin, margin, canvas.width() - 2 * margin, bottom * kTitleShare - margin};
  const Lettering lettering = FitText(pen, title, box.width, box.height, style);
  // A little above the middle of its box, as a title sits on a page.
  box.y += std::max(0.0, (box.height - lettering.height()) * 0.4);
  const double used = DrawCentred(pen, lettering, box, style);

  const double rule = unit * 0.11;
  const double rule_y = box.y + used + unit * 0.028;
  cairo_set_source_rgba(pen, 1, 1, 1, 0.75);
  cairo_rectangle(pen, (canvas.width() - rule) / 2, rule_y, rule, std::max(1.5, unit * 0.0025));
  cairo_fill(pen);

  const double foot = canvas.height() - unit * 0.14;
  shade = cairo_pattern_create_linear(0, foot, 0, canvas.height());
  cairo_pattern_add_color_stop_rgba(shade, 0, 0, 0, 0, 0);
  cairo_pattern_add_color_stop_rgba(shade, 1, 0, 0, 0, 0.5);
  cairo_rectangle(pen, 0, foot, canvas.width(), canvas.height() - foot);
  FillAndDrop(pen, shade);
  DrawSmallLine(canvas, small_line, canvas.height() - unit * 0.032);
}

void LetterCaption(const Canvas& canvas, const std::string& text, const std::string& small_line,
                   Color accent) {
  cairo_t* pen = canvas.pen();
  const double unit = Unit(canvas);
  const double pad = unit * 0.035;
  LetterStyle style;
  style.largest = unit * 0.055;
  style.smallest = std::max(9.0, unit * 0.02);
  const double width = canvas.width() - 4 * pad;
  const Lettering lettering = FitText(pen, text, width, canvas.height() * 0.26, style);
  const double strip = lettering.height() + 2.6 * pad;
  const double top = canvas.height() - strip;

  cairo_pattern_t* shade = cairo_pattern_create_linear(0, top, 0, canvas.height());
  cairo_pattern_add_color_stop_rgba(shade, 0, 0.03, 0.03, 0.06, 0.70);
  cairo_pattern_add_color_stop_rgba(shade, 1, 0.03, 0.03, 0.06, 0.96);
  cairo_rectangle(pen, 0, top, canvas.width(), strip);
  FillAndDrop(pen, shade);
  SetColor(pen, accent);
  cairo_rectangle(pen, 0, top, canvas.width(), std::max(2.0, unit * 0.006));
  cairo_fill(pen);
  DrawCentred(pen, lettering, {2 * pad, top + 0.75 * pad, width, lettering.height()}, style);
  DrawSmallLine(canvas, small_line, canvas.height() - pad * 0.55);
}

}  // namespace mediagen::sandbox
