// Realistic bodies, cut everywhere: the slicing never shows in the result.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/codec/reference_base64.h"
#include "tests/codec/reference_splitter.h"
#include "tests/codec/split_run.h"

namespace mediagen {
namespace {

std::string Base64(size_t size) {
  std::mt19937 random(static_cast<unsigned>(size));
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return ReferenceEncode(bytes);
}

std::string EscapeSlashes(const std::string& text) {
  std::string escaped;
  for (char c : text) {
    if (c == '/') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string BreakLines(const std::string& text) {
  std::string lines;
  for (size_t i = 0; i < text.size(); i += 76) lines += text.substr(i, 76) + "\\n";
  return lines;
}

struct Document {
  const char* name;
  std::string body;
};

const Document kDocuments[] = {
    {"Predictions", R"({"predictions":[{"bytes":")" + Base64(300) +
                        R"(","mimeType":"image/png"},)" + R"({"mimeType":"image/png","bytes":")" +
                        Base64(301) + R"("}],"modelId":"m"})"},
    {"PrettyPrinted",
     "{\n  \"predictions\": [\n    {\n      \"bytes\": \"" + Base64(120) + "\"\n    }\n  ]\n}\n"},
    {"Candidates",
     R"([{"candidates":[{"content":{"parts":[{"text":"a \"picture\" é"},{"inlineData":)"
     R"({"mimeType":"image/png","data":")" +
         Base64(200) + R"("},"thoughtSignature":")" + Base64(50) + R"("}]}}]}])"},
    {"EscapedSlashes", R"({"bytes":")" + EscapeSlashes(Base64(400)) + "\"}"},
    {"Lines", R"({"bytes":")" + BreakLines(Base64(400)) + "\"}"},
    {"DataUrl", R"({"images":[{"image_url":{"url":"data:image\/png;base64,)" + Base64(200) +
                    R"("}},{"image_url":{"url":"https://example.test/x"}}]})"},
    {"CorruptBesideGood", R"([{"bytes":")" + Base64(90) + R"(!AAAA"},{"bytes":")" + Base64(91) +
                              R"("},{"bytes":"AAAAA"},{"bytes":null}])"},
};

class SlicingTest : public testing::TestWithParam<Document> {};

TEST_P(SlicingTest, TwoPiecesAtEveryPosition) {
  const std::string& body = GetParam().body;
  const SplitResult expected = ReferenceSplit(body, TestOptions());
  ASSERT_EQ(expected.code, absl::StatusCode::kOk) << expected.message;
  for (const size_t room : {3, 64, 4096}) {
    for (size_t first = 1; first <= body.size(); ++first) {
      ASSERT_EQ(RunSplitter(body, TestOptions(), {{first, body.size()}, room}), expected) << first;
    }
  }
}

TEST_P(SlicingTest, EveryPieceAndRoom) {
  const std::string& body = GetParam().body;
  const SplitResult expected = ReferenceSplit(body, TestOptions());
  for (size_t piece = 1; piece < 20; ++piece) {
    for (const size_t room : {3, 4, 5, 6, 7, 13, 64, 65, 66, 67, 100, 1000}) {
      ASSERT_EQ(RunSplitter(body, TestOptions(), {{piece}, room}), expected)
          << piece << " " << room;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Documents, SlicingTest, testing::ValuesIn(kDocuments),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace mediagen
