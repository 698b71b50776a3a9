#include "sandbox/palette.h"

#include <iterator>

namespace mediagen::sandbox {
namespace {

constexpr Palette kPalettes[] = {
    // Dawns.
    {FromHex(0x2e3a6e), FromHex(0xc06c84), FromHex(0xffc9a0), FromHex(0xfff1d6), FromHex(0xb0809c),
     FromHex(0x1f1c38)},
    {FromHex(0x1f4e6b), FromHex(0x6fa3b3), FromHex(0xf7d9b0), FromHex(0xfff6e0), FromHex(0x8fa9ad),
     FromHex(0x12303b)},
    {FromHex(0x5b3a73), FromHex(0xd9779b), FromHex(0xffd1b8), FromHex(0xfff3ea), FromHex(0xc58ba6),
     FromHex(0x2d1a3f)},
    // Dusks.
    {FromHex(0x241b4a), FromHex(0xa23b5f), FromHex(0xff9a56), FromHex(0xffe2a8), FromHex(0x93425f),
     FromHex(0x1a0f2b)},
    {FromHex(0x3a1f4f), FromHex(0xd1495b), FromHex(0xffb661), FromHex(0xffedc2), FromHex(0xa84a5f),
     FromHex(0x200f2a)},
    {FromHex(0x16324f), FromHex(0xc97b63), FromHex(0xf4c095), FromHex(0xffefd5), FromHex(0x9b7f86),
     FromHex(0x0d1f2d)},
    // Clear days.
    {FromHex(0x1b6ca8), FromHex(0x5fb0d6), FromHex(0xe3f4f4), FromHex(0xffffff), FromHex(0x9cc4cf),
     FromHex(0x14424f)},
    {FromHex(0x2b5f75), FromHex(0x7fb7a6), FromHex(0xf1f0cf), FromHex(0xfffbe6), FromHex(0x93b8a2),
     FromHex(0x173b35)},
    {FromHex(0x3d5a80), FromHex(0x98c1d9), FromHex(0xfbe4d8), FromHex(0xffffff), FromHex(0xa9b8c9),
     FromHex(0x1d2a44)},
    // Nights.
    {FromHex(0x070b24), FromHex(0x16265a), FromHex(0x4a5fa5), FromHex(0xf3f1e0), FromHex(0x33457f),
     FromHex(0x050817), true},
    {FromHex(0x06141f), FromHex(0x0f3b4f), FromHex(0x3f8f8f), FromHex(0xe9fff6), FromHex(0x2a6570),
     FromHex(0x030d14), true},
    {FromHex(0x120a2a), FromHex(0x3c1f5e), FromHex(0x8a4f8f), FromHex(0xffeef5), FromHex(0x5a3575),
     FromHex(0x0b0618), true},
};

}  // namespace

const Palette& PickPalette(Dice& dice) {
  return kPalettes[dice.Below(static_cast<int>(std::size(kPalettes)))];
}

}  // namespace mediagen::sandbox
