// Lets libFuzzer drive the one target of a fuzzer.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  testing::InitGoogleTest(argc, *argv);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(bytes), size);
  mediagen::FuzzTarget::All().front()->Run(input);
  // A failed check is a finding like any crash.
  if (testing::Test::HasFailure()) std::abort();
  return 0;
}
