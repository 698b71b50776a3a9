// An event stream, cut anywhere, against the reference.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/codec/reference_sse.h"
#include "tests/codec/sse_run.h"
#include "tests/fuzz/fuzz_target.h"

namespace mediagen {
namespace {

void ReadEvents(absl::string_view input) {
  const std::string body(input);
  InputChoices choices(input);
  const std::vector<SseEvent> expected = ReferenceSse(body);
  EXPECT_EQ(RunSseReader(body), expected);
  EXPECT_EQ(RunSseReader(body, {1 + choices.Below(9), 1 + choices.Below(20)}), expected);
}

const FuzzTarget kTarget("sse_reader", ReadEvents);

}  // namespace
}  // namespace mediagen
