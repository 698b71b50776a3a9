// A JSON body with media, cut anywhere, against the reference.
#include <gtest/gtest.h>

#include <string>

#include "tests/codec/reference_splitter.h"
#include "tests/codec/split_run.h"
#include "tests/fuzz/fuzz_target.h"

namespace mediagen {
namespace {

void Split(absl::string_view input) {
  const std::string body(input);
  InputChoices choices(input);
  PayloadSplitter::Options options = TestOptions();
  if (choices.Below(4) == 0) {
    options.max_depth = static_cast<int>(choices.Below(5));
    options.max_envelope_bytes = choices.Below(200);
    options.max_media_items = static_cast<int>(choices.Below(4));
    options.max_media_bytes = static_cast<int64_t>(choices.Below(100));
  }
  const Slicing slicing = {{1 + choices.Below(9), 1 + choices.Below(40)}, 3 + choices.Below(30)};
  const SplitResult expected = ReferenceSplit(body, options);
  EXPECT_EQ(RunSplitter(body, options), expected);
  EXPECT_EQ(RunSplitter(body, options, slicing), expected);
}

const FuzzTarget kTarget("payload_splitter", Split);

}  // namespace
}  // namespace mediagen
