#ifndef MEDIAGEN_SANDBOX_RIDGE_H_
#define MEDIAGEN_SANDBOX_RIDGE_H_

#include "sandbox/canvas.h"
#include "sandbox/dice.h"

namespace mediagen::sandbox {

// One row of hills.
struct Ridge {
  Size size;
  double relief = 0;  // How far the crest goes up and down, in pixels.
  Color crest_color;
  Color foot_color;        // Paler, as if there were mist in the valley.
  double tree_height = 0;  // 0: no trees.
};

// A strip that repeats without a seam: what is left of the picture's upper edge is transparent.
Canvas PaintRidge(Dice& dice, const Ridge& ridge);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_RIDGE_H_
