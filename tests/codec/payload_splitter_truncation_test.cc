// A body that ends too early is never taken for a whole one.
#include <gtest/gtest.h>

#include <string>

#include "tests/codec/reference_splitter.h"
#include "tests/codec/split_run.h"

namespace mediagen {
namespace {

TEST(TruncationTest, EveryPrefixIsDataLoss) {
  const std::string bodies[] = {
      R"({"a":[1,{"bytes":"QUJDQQ=="},"t\u00e9xt"],"bytes":" data:image/png;base64,QU\u004aD"})",
      R"([{"bytes":"data"},{"bytes":""},{"bytes":7},{"image_url":{"url":"dat"}},true])",
      R"({"image_url":{"url":"data:;base64,Q!\""},"bytes":"QUJDQ"})",
      R"("text \" \\")",
      "\xef\xbb\xbf{}",
  };
  for (const std::string& body : bodies) {
    ASSERT_EQ(RunSplitter(body, TestOptions()).code, absl::StatusCode::kOk) << body;
    for (size_t size = 0; size < body.size(); ++size) {
      const std::string prefix = body.substr(0, size);
      const SplitResult expected = ReferenceSplit(prefix, TestOptions());
      EXPECT_EQ(expected.code, absl::StatusCode::kDataLoss) << prefix;
      for (const size_t piece : {1, 1000}) {
        EXPECT_EQ(RunSplitter(prefix, TestOptions(), {{piece}, 3}), expected) << prefix;
      }
    }
  }
}

TEST(TruncationTest, BlanksAloneAreNoBody) {
  EXPECT_EQ(RunSplitter("", TestOptions()).code, absl::StatusCode::kDataLoss);
  EXPECT_EQ(RunSplitter(" \n", TestOptions()).code, absl::StatusCode::kDataLoss);
  EXPECT_EQ(RunSplitter("\xef\xbb\xbf", TestOptions()).code, absl::StatusCode::kDataLoss);
}

TEST(TruncationTest, AnErrorStays) {
  PayloadSplitter splitter(TestOptions());
  EXPECT_FALSE(splitter.Next("]", {}).ok());
  EXPECT_EQ(splitter.Next("{}", {}).status().message(), "malformed JSON at byte 0");
  EXPECT_EQ(splitter.Finish().message(), "malformed JSON at byte 0");
}

TEST(TruncationTest, AfterFinishReportedACutNothingFollows) {
  PayloadSplitter splitter(TestOptions());
  ASSERT_TRUE(splitter.Next("[", {}).ok());
  EXPECT_EQ(splitter.Finish().message(), "JSON body cut at byte 1");
  EXPECT_FALSE(splitter.Next("]", {}).ok());
}

}  // namespace
}  // namespace mediagen
