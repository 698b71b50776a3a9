#ifndef MEDIAGEN_SANDBOX_LETTERING_H_
#define MEDIAGEN_SANDBOX_LETTERING_H_

#include <cairo.h>

#include <string>
#include <vector>

#include "sandbox/canvas.h"

namespace mediagen::sandbox {

struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

enum class Typeface { kSerif, kSans };

struct LetterStyle {
  Typeface typeface = Typeface::kSerif;
  bool bold = false;
  Color color = {1, 1, 1};
  double alpha = 1;
  double shadow = 0;  // Alpha of a soft shadow below; 0: none.
  double largest =
      60;  // Font size in pixels; the lettering is made smaller until it fits its box...
  double smallest = 12;  // ...down to this, and then ends with an ellipsis.
};

// Words broken into lines that fit, and the font size at which they do.
struct Lettering {
  std::vector<std::string> lines;
  double font_size = 0;
  double height() const { return static_cast<double>(lines.size()) * font_size * kLineSpacing; }
  static constexpr double kLineSpacing = 1.28;
};

// `text` is UTF-8; control characters count as blanks.
Lettering FitText(cairo_t* pen, const std::string& text, double width, double height,
                  const LetterStyle& style);

// Draws the lines from the top of the box, centred; the height used.
double DrawCentred(cairo_t* pen, const Lettering& lettering, const Box& box,
                   const LetterStyle& style);

// One line with its middle at `x` and its base line at `y`, with space between the letters.
void DrawSpaced(cairo_t* pen, const std::string& text, double x, double y, double font_size,
                double spacing, const LetterStyle& style);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_LETTERING_H_
