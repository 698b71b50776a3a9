// A reverse channel's prose: in any pieces it tells the same.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "server/upstream/reverse_video_text.h"
#include "tests/fuzz/fuzz_target.h"

namespace mediagen {
namespace {

// All that a caller gets to see of it.
std::string Told(ReverseVideoText& text) {
  text.Finish();
  v1::VideoProgress progress;
  text.FillProgress(progress);
  std::string told = progress.ShortDebugString();
  if (text.outcome() == ReverseVideoOutcome::kFiltered ||
      text.outcome() == ReverseVideoOutcome::kFailed) {
    const absl::Status failure = text.Failure();
    EXPECT_FALSE(failure.ok());
    absl::StrAppend(&told, failure.message(), text.facts().failure_text);
  }
  return told;
}

void ReadProse(absl::string_view input) {
  InputChoices choices(input);
  ReverseVideoText whole, pieces;
  whole.Feed(input);
  for (absl::string_view rest = input; !rest.empty();) {
    const absl::string_view piece = rest.substr(0, 1 + choices.Below(9));
    pieces.Feed(piece);
    pieces.TakeNews();
    rest.remove_prefix(piece.size());
  }
  EXPECT_EQ(Told(pieces), Told(whole));
}

const FuzzTarget kTarget("reverse_video", ReadProse);

}  // namespace
}  // namespace mediagen
