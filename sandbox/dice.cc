#include "sandbox/dice.h"

namespace mediagen::sandbox {

uint64_t HashText(std::string_view text, uint64_t variant) {
  uint64_t hash = 0xcbf29ce484222325u ^ (variant * 0x9e3779b97f4a7c15u);
  for (char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3u;
  }
  return Dice(hash).Next();
}

uint64_t VariantOf(uint64_t seed, int index) {
  return (seed == 0 ? 0 : Dice(seed).Next()) + static_cast<uint64_t>(index);
}

uint64_t Dice::Next() {
  uint64_t mixed = state_ += 0x9e3779b97f4a7c15u;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
  return mixed ^ (mixed >> 31);
}

double Dice::Uniform(double low, double high) {
  constexpr double kUnit = 1.0 / 9007199254740992.0;  // 2^-53
  return low + (high - low) * (static_cast<double>(Next() >> 11) * kUnit);
}

int Dice::Below(int count) { return static_cast<int>(Next() % static_cast<uint64_t>(count)); }

}  // namespace mediagen::sandbox
