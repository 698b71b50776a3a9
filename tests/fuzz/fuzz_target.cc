#include "tests/fuzz/fuzz_target.h"

#include <utility>

namespace mediagen {
namespace {

// Targets add themselves before main, in any order.
std::vector<const FuzzTarget*>& Targets() {
  static auto* const targets = new std::vector<const FuzzTarget*>;
  return *targets;
}

}  // namespace

FuzzTarget::FuzzTarget(std::string name, void (*run)(absl::string_view input))
    : name_(std::move(name)), run_(run) {
  Targets().push_back(this);
}

const std::vector<const FuzzTarget*>& FuzzTarget::All() { return Targets(); }

InputChoices::InputChoices(absl::string_view input) : state_(input.size() + 1) {
  for (const unsigned char c : input) state_ = (state_ ^ c) * 0x100000001b3;
}

size_t InputChoices::Below(size_t limit) {
  state_ = state_ * 6364136223846793005 + 1442695040888963407;
  return static_cast<size_t>(state_ >> 33) % limit;
}

}  // namespace mediagen
