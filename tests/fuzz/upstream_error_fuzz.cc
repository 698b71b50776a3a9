// An upstream's error answer: `STATUS\nheader: value\n\nbody`.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "server/upstream/upstream_error.h"
#include "server/upstream/upstream_status.h"
#include "server/upstream/utf8.h"
#include "tests/fuzz/fuzz_target.h"

namespace mediagen {
namespace {

HttpHead HeadFrom(absl::string_view text) {
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  HttpHead head;
  if (!absl::SimpleAtoi(lines[0], &head.status) || head.status < 0) head.status = 500;
  head.status %= 1000;
  for (size_t i = 1; i < lines.size(); ++i) {
    head.headers.push_back(absl::StrSplit(lines[i], absl::MaxSplits(": ", 1)));
  }
  return head;
}

void ExpectFailure(const absl::Status& status) {
  EXPECT_FALSE(status.ok());
  EXPECT_TRUE(IsUtf8(std::string(status.message())));
}

void ReadError(absl::string_view input) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(input, absl::MaxSplits("\n\n", 1));
  const UpstreamError error = ReadUpstreamError(HeadFrom(parts.first), parts.second);
  EXPECT_NE(error.code, absl::StatusCode::kOk);
  EXPECT_FALSE(error.message.empty());
  EXPECT_LE(error.message.size(), 500u);
  EXPECT_TRUE(IsUtf8(error.message));
  EXPECT_FALSE(absl::StrContains(absl::AsciiStrToLower(error.message), "https://"))
      << error.message;
  const absl::Duration pause = RetryAfter(error, absl::Seconds(10));
  EXPECT_GE(pause, absl::ZeroDuration());
  EXPECT_LE(pause, absl::Minutes(1));
  ExpectFailure(FreeCallStatus(error));
  const absl::Status paid = PaidCallStatus(error, /*anything_sent=*/true);
  ExpectFailure(paid);
  // Every retry layer repeats an UNAVAILABLE.
  if (!error.definite_rejection) {
    EXPECT_FALSE(absl::IsUnavailable(paid)) << paid;
  }
  EXPECT_TRUE(absl::IsUnavailable(PaidCallStatus(error, /*anything_sent=*/false)));
}

const FuzzTarget kTarget("upstream_error", ReadError);

}  // namespace
}  // namespace mediagen
