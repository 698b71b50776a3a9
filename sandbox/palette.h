#ifndef MEDIAGEN_SANDBOX_PALETTE_H_
#define MEDIAGEN_SANDBOX_PALETTE_H_

#include "sandbox/canvas.h"
#include "sandbox/dice.h"

namespace mediagen::sandbox {

// The colours of one landscape at one time of day.
struct Palette {
  Color sky_top;
  Color sky_middle;
  Color sky_low;
  Color light;  // Sun or moon.
  Color far_ridge;
  Color near_ridge;
  bool night = false;  // Stars, and a moon in place of the sun.
};

// One of a dozen, chosen by the dice.
const Palette& PickPalette(Dice& dice);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_PALETTE_H_
