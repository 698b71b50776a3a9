// Every cap: exactly reached it holds, one more ends the scan, however the body is cut.
#include <gtest/gtest.h>

#include <string>

#include "tests/codec/reference_splitter.h"
#include "tests/codec/split_run.h"

namespace mediagen {
namespace {

void ExpectCode(const std::string& body, const PayloadSplitter::Options& options,
                absl::StatusCode code) {
  const SplitResult expected = ReferenceSplit(body, options);
  EXPECT_EQ(expected.code, code) << body;
  for (const size_t room : {3, 4, 5, 64}) {
    EXPECT_EQ(RunSplitter(body, options, {{1}, room}), expected) << body;
    for (size_t first = 1; first <= body.size(); ++first) {
      EXPECT_EQ(RunSplitter(body, options, {{first, body.size()}, room}), expected) << body;
    }
  }
}

constexpr absl::StatusCode kOk = absl::StatusCode::kOk;
constexpr absl::StatusCode kExhausted = absl::StatusCode::kResourceExhausted;

TEST(LimitsTest, Depth) {
  PayloadSplitter::Options options = TestOptions();
  options.max_depth = 3;
  ExpectCode(R"([{"a":[]},[[]]])", options, kOk);
  ExpectCode(R"([{"a":[[]]}])", options, kExhausted);
  options.max_depth = 0;
  ExpectCode("1", options, kOk);
  ExpectCode("{}", options, kExhausted);
}

TEST(LimitsTest, DepthOfAHostileBody) {
  const SplitResult result = RunSplitter(std::string(1 << 20, '['), TestOptions());
  EXPECT_EQ(result.code, kExhausted);
  EXPECT_EQ(result.message, "JSON body: nested deeper than 64");
}

TEST(LimitsTest, Envelope) {
  const std::string body = R"({"a":"text\n","b":[true,1.5],"bytes":"QUJD","bytes":7})";
  const size_t size = ReferenceSplit(body, TestOptions()).envelope.size();
  for (size_t limit = 0; limit <= size; ++limit) {
    PayloadSplitter::Options options = TestOptions();
    options.max_envelope_bytes = limit;
    ExpectCode(body, options, limit < size ? kExhausted : kOk);
  }
}

TEST(LimitsTest, EnvelopeDoesNotCountBlanksBetweenTokensNorMedia) {
  PayloadSplitter::Options options = TestOptions();
  options.max_envelope_bytes = 11;
  const std::string media(4000, 'Q');
  ExpectCode(R"({"bytes":")" + media.substr(0, 40) + "\"" + std::string(100, ' ') + "}", options,
             kOk);
  const std::string body = R"({"bytes":")" + media + "\"" + std::string(5000, '\n') + "}";
  EXPECT_EQ(RunSplitter(body, options).code, kOk);
}

TEST(LimitsTest, MediaItems) {
  PayloadSplitter::Options options = TestOptions();
  options.max_media_items = 2;
  ExpectCode(R"([{"bytes":"QQ"},{"bytes":"!"},{"bytes":""},{"bytes":1}])", options, kOk);
  ExpectCode(R"([{"bytes":"QQ"},{"bytes":"QQ"},{"bytes":"data"}])", options, kExhausted);
}

TEST(LimitsTest, MediaBytes) {
  const std::string texts[] = {"QUJDQUJDQ", "QUJDQUJDQQ==", "QUJDQUJDQUI", "QUJDQUJDQUJD",
                               "dataQUJD",  "QUJDQUJD!",    "QU JD\\nQU"};
  for (int64_t limit = 0; limit <= 10; ++limit) {
    PayloadSplitter::Options options = TestOptions();
    options.max_media_bytes = limit;
    for (const std::string& text : texts) {
      const std::string body = R"([{"bytes":"QQ"},{"bytes":")" + text + "\"}]";
      SplitResult unlimited = ReferenceSplit(body, TestOptions());
      const auto size = static_cast<int64_t>(unlimited.items.at(1).bytes.size());
      ExpectCode(body, options, limit < std::max<int64_t>(size, 1) ? kExhausted : kOk);
    }
  }
}

TEST(LimitsTest, BlanksInMediaCostNoMemory) {
  PayloadSplitter::Options options = TestOptions();
  options.max_envelope_bytes = 16;
  const std::string blanks(1 << 20, '\n');
  const SplitResult result = RunSplitter("{\"bytes\":\"" + blanks + "Q" + blanks + "Q\"}", options);
  EXPECT_EQ(result.items.at(0).bytes, "A");
  EXPECT_EQ(result.envelope, R"({"bytes":0})");
}

}  // namespace
}  // namespace mediagen
