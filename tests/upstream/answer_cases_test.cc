// The written answers with pictures: each to a paid call, over the wire.
#include <gtest/gtest.h>

#include "server/upstream/media_type.h"
#include "tests/upstream/upstream_bench.h"
#include "tests/upstream/wire_case.h"

namespace mediagen {
namespace {

using testing::PaidRecord;
using testing::UpstreamBench;
using testing::WireCase;

PaidRecord Play(UpstreamBench& bench, const WireCase& wire) {
  bench.upstream().Enqueue(wire.ToAnswer());
  PaidRecord paid;
  UpstreamRequest request = bench.Paid();
  EXPECT_TRUE(
      bench.Run([&](CallContext& call) { return PayAndRecord(bench, call, request, paid); }).ok());
  EXPECT_TRUE(paid.status.ok()) << wire.name() << ": " << paid.status;
  EXPECT_TRUE(paid.may_have_been_paid) << wire.name();
  return paid;
}

void ExpectPicture(const WireCase& wire, const PaidRecord& paid, int item, absl::string_view said,
                   JsonView wanted) {
  ASSERT_GE(item, 0) << wire.name();
  ASSERT_LT(static_cast<size_t>(item), paid.items.size()) << wire.name();
  const CollectedItem& picture = paid.items[static_cast<size_t>(item)];
  EXPECT_FALSE(picture.corrupt) << wire.name();
  EXPECT_EQ(static_cast<int64_t>(picture.bytes.size()), wanted.Get("size_bytes").Integer())
      << wire.name();
  EXPECT_EQ(testing::Sha256Hex(picture.bytes), wanted.Get("sha256").Text()) << wire.name();
  EXPECT_EQ(BestMediaType(picture.bytes, said), wanted.Get("mime_type").Text()) << wire.name();
}

TEST(AnswerCasesTest, Pictures) {
  UpstreamBench bench;
  size_t checked = 0;
  for (const std::string& name : testing::WireCaseNames("responses", "imagen.predict.")) {
    const WireCase wire("responses", name);
    const JsonView expected = wire.json().Get("expected");
    const absl::string_view reason = expected.Get("error").Get("reason").Text();
    // Everything filtered and everything corrupt are told by whoever reads the items; the rest are
    // errors of the call (error_cases_test.cc).
    if (expected.Get("error").exists() && reason != "RESULT_FILTERED" && reason != "MEDIA_CORRUPT")
      continue;
    ++checked;
    const PaidRecord paid = Play(bench, wire);
    std::vector<ImageAnswerItem> pictures;
    std::vector<std::string> reasons;
    for (const ImageAnswerItem& item : paid.images) {
      if (item.filter_reason.empty()) {
        pictures.push_back(item);
      } else {
        reasons.push_back(item.filter_reason);
      }
    }
    if (reason == "MEDIA_CORRUPT") {
      ASSERT_EQ(pictures.size(), 1u);
      EXPECT_TRUE(paid.items.at(0).corrupt);
      EXPECT_EQ(paid.items.at(0).corrupt_offset, 0);
      continue;
    }
    const JsonView images = expected.Get("images");
    ASSERT_EQ(pictures.size(), images.size()) << name;
    for (size_t i = 0; i < images.size(); ++i) {
      const JsonView wanted = images.at(i);
      ExpectPicture(wire, paid, pictures[i].media_item, pictures[i].said_media_type, wanted);
      EXPECT_EQ(pictures[i].rewritten_prompt, wanted.Get("enhanced_prompt").Text()) << name;
    }
    if (const JsonView text = expected.Get("error").Get("reason_contains"); text.exists()) {
      ASSERT_EQ(reasons.size(), 1u) << name;
      EXPECT_NE(reasons[0].find(std::string(text.Text())), std::string::npos) << name;
    }
    EXPECT_LE(expected.Get("filtered").size(), reasons.size()) << name;
  }
  EXPECT_EQ(checked, 16u);
}

}  // namespace
}  // namespace mediagen
