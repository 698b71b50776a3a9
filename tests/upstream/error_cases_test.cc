// The written error answers: each to a paid call, over the wire.
#include <gtest/gtest.h>

#include "server/upstream/error_details.h"
#include "tests/upstream/request_text.h"
#include "tests/upstream/upstream_bench.h"
#include "tests/upstream/wire_case.h"

namespace mediagen {
namespace {

using testing::MetadataOf;
using testing::PaidRecord;
using testing::ReasonOf;
using testing::UpstreamBench;
using testing::WireCase;

std::string CodeName(absl::StatusCode code) { return absl::StatusCodeToString(code); }

void ExpectError(const WireCase& wire, const absl::Status& status) {
  const JsonView expected = wire.json().Get("expected").Get("error");
  EXPECT_EQ(CodeName(status.code()), expected.Get("grpc").Text()) << wire.name();
  EXPECT_EQ(MetadataOf(status, "upstream_code"), expected.Get("upstream_code").Text())
      << wire.name();
  const std::string reason = ReasonOf(status);
  if (expected.Get("reason").exists()) {
    EXPECT_EQ(reason, expected.Get("reason").Text()) << wire.name();
  }
  EXPECT_EQ(reason == "PROMPT_BLOCKED" || reason == "RESULT_FILTERED",
            expected.Get("blocked").IsTrue())
      << wire.name();
  EXPECT_EQ(reason == "UPSTREAM_BILLING", expected.Get("billing").IsTrue()) << wire.name();
  const std::optional<absl::Duration> delay = RetryDelay(status);
  EXPECT_EQ(delay.has_value(), expected.Get("retryable").IsTrue()) << wire.name();
  if (expected.Get("retry_after_s").exists() && delay.has_value()) {
    const double wanted = wire.document()["expected"]["error"]["retry_after_s"].GetDouble();
    EXPECT_NEAR(absl::ToDoubleSeconds(*delay), wanted,
                wire.name() == "error.google.429-retry-after-date" ? 2 : 1e-6)
        << wire.name();
  }
  std::vector<int64_t> codes;
  for (size_t i = 0; i < expected.Get("support_codes").size(); ++i)
    codes.push_back(*expected.Get("support_codes").at(i).Integer());
  std::string joined;
  for (int64_t code : codes) joined += (joined.empty() ? "" : ",") + std::to_string(code);
  EXPECT_EQ(MetadataOf(status, "support_codes"), joined) << wire.name();
}

TEST(ErrorCasesTest, AreUnderstoodAndNeverRepeated) {
  UpstreamBench bench;
  std::vector<std::string> names = testing::WireCaseNames("responses", "error.");
  names.push_back("imagen.predict.empty-body-200");
  names.push_back("imagen.predict.relay-200-google-error-array");
  EXPECT_EQ(names.size(), 35u);
  for (const std::string& name : names) {
    const WireCase wire("responses", name);
    const size_t before = bench.upstream().request_count();
    bench.upstream().Enqueue(wire.ToAnswer());
    PaidRecord paid;
    UpstreamRequest request = bench.Paid();
    ASSERT_TRUE(
        bench.Run([&](CallContext& call) { return PayAndRecord(bench, call, request, paid); })
            .ok());
    ExpectError(wire, paid.status);
    EXPECT_EQ(bench.upstream().request_count() - before, 1u) << name;
    EXPECT_TRUE(paid.may_have_left) << name;
    EXPECT_EQ(paid.may_have_been_paid, ReasonOf(paid.status) == "SUBMIT_OUTCOME_UNKNOWN") << name;
  }
}

}  // namespace
}  // namespace mediagen
