// A chat's answer: cut anywhere it says the same, and holding less of it loses no picture.
#include <gtest/gtest.h>

#include <string>

#include "tests/fuzz/fuzz_target.h"
#include "tests/upstream/chat_run.h"

namespace mediagen {
namespace {

using testing::Decode;
using testing::Decoded;

void ExpectSame(const Decoded& decoded, const Decoded& whole) {
  EXPECT_EQ(decoded.text, whole.text);
  EXPECT_EQ(decoded.state, whole.state);
  EXPECT_EQ(decoded.facts.finish_reason, whole.facts.finish_reason);
  EXPECT_EQ(decoded.error_event, whole.error_event);
}

void ReadChat(absl::string_view input) {
  InputChoices choices(input);
  const Decoded whole = Decode(input);
  EXPECT_NE(whole.state, ChatDecoder::State::kReading);
  ExpectSame(Decode(input, 1 + choices.Below(20)), whole);
  ExpectSame(Decode(input, 0, 1 + choices.Below(input.size() + 1)), whole);
  // Read before its events are whole: whatever the order, nothing goes on without an end.
  const Decoded hasty = Decode(input, 1 + choices.Below(20), 0, /*held_bytes=*/0);
  if (hasty.state != ChatDecoder::State::kComplete) return;
  for (const testing::DecodedPart& part : hasty.parts) {
    EXPECT_EQ(part.ends, part.is_picture ? 1 : 0);
  }
}

const FuzzTarget kTarget("chat_answer", ReadChat);

}  // namespace
}  // namespace mediagen
