// What a fuzz target is, and the list of them in this program.
#ifndef MEDIAGEN_TESTS_FUZZ_FUZZ_TARGET_H_
#define MEDIAGEN_TESTS_FUZZ_FUZZ_TARGET_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace mediagen {

// A function that takes any bytes and checks with GoogleTest what must hold for them. Defined once,
// at namespace scope, in <name>_fuzz.cc. A fuzzer holds one of them; the corpus test holds all and
// runs each over the files of tests/fuzz/corpus/<name>. Lives as long as the program.
class FuzzTarget {
 public:
  FuzzTarget(std::string name, void (*run)(absl::string_view input));
  FuzzTarget(const FuzzTarget&) = delete;
  FuzzTarget& operator=(const FuzzTarget&) = delete;

  const std::string& name() const { return name_; }
  void Run(absl::string_view input) const { run_(input); }

  // Of this program.
  static const std::vector<const FuzzTarget*>& All();

 private:
  const std::string name_;
  void (*const run_)(absl::string_view input);
};

// Numbers that depend on the input alone, for choices beside it such as where it is cut.
class InputChoices {
 public:
  explicit InputChoices(absl::string_view input);

  // Less than `limit`.
  size_t Below(size_t limit);

 private:
  uint64_t state_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_TESTS_FUZZ_FUZZ_TARGET_H_
