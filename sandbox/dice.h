#ifndef MEDIAGEN_SANDBOX_DICE_H_
#define MEDIAGEN_SANDBOX_DICE_H_

#include <cstdint>
#include <string_view>

namespace mediagen::sandbox {

// A number that depends on every byte of the text (FNV-1a), the same on every machine.
uint64_t HashText(std::string_view text, uint64_t variant = 0);

// The variant for the picture with that index of those that a seed gives; the index when it is 0.
uint64_t VariantOf(uint64_t seed, int index);

// Throws the same numbers for the same seed, on every machine (splitmix64). One thread.
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}

  uint64_t Next();
  // At least `low`, below `high`.
  double Uniform(double low, double high);
  // At least 0, below `count`.
  int Below(int count);

 private:
  uint64_t state_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_DICE_H_
