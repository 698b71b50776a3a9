// Structure that no JSON has: the byte at which it is noticed.
#include <gtest/gtest.h>

#include <string>

#include "tests/codec/reference_splitter.h"
#include "tests/codec/split_run.h"

namespace mediagen {
namespace {

struct Rule {
  const char* name;
  std::string body;
  int byte;
};

const Rule kRules[] = {
    {"CloseFirst", "}", 0},
    {"CloseWrong", "[1}", 2},
    {"CloseTwice", "{}}", 2},
    {"CloseObjectAsArray", R"({"a":1])", 6},
    {"CommaFirst", "[,1]", 1},
    {"CommaLastInArray", "[1,]", 3},
    {"CommaLastInObject", R"({"a":1,})", 7},
    {"CommaMissing", "[1 2]", 3},
    {"CommaAtTop", "1,2", 1},
    {"ColonMissing", R"({"a" 1})", 5},
    {"ColonTwice", R"({"a"::1})", 5},
    {"ColonInArray", R"(["a":1])", 4},
    {"ValueMissing", R"({"a":})", 5},
    {"KeyWithoutQuotes", "{a:1}", 1},
    {"KeyNumber", "{1:1}", 1},
    {"TextAfterMedia", R"({"bytes":"QQ""x"})", 13},
    {"TwoTopLevelValues", "{} {}", 3},
    {"TextAfterTop", "null x", 5},
    {"NulBetween", std::string("[\0]", 3), 1},
    {"NulAfter", std::string("[]\0", 3), 2},
    {"NulInString", std::string("[\"a\0b\"]", 7), 3},
    {"NulInKey", std::string("{\"a\0\":1}", 8), 3},
    {"ControlAfterBackslash", "[\"a\\\x01\"]", 4},
    {"LineEndInString", "[\"a\n\"]", 3},
    {"LineEndInLink", "{\"image_url\":{\"url\":\"da\n\"}}", 23},
    {"SingleQuotes", "['a']", 1},
    {"Comment", "[/**/]", 1},
    {"Html", "<html>", 0},
    {"FormFeedBetween", "[\f]", 1},
    {"HalfByteOrderMark", "\xef\xbb{}", 2},
    {"TwoByteOrderMarks", "\xef\xbb\xbf\xef\xbb\xbf{}", 3},
    {"NumberThenWordUnderMediaKey", R"({"bytes":0x12})", 10},
};

class MalformedTest : public testing::TestWithParam<Rule> {};

TEST_P(MalformedTest, AtEverySplitPosition) {
  const Rule& rule = GetParam();
  SplitResult expected = ReferenceSplit(rule.body, TestOptions());
  EXPECT_EQ(expected.code, absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(expected.message, "malformed JSON at byte " + std::to_string(rule.byte));
  for (size_t first = 1; first <= rule.body.size(); ++first) {
    EXPECT_EQ(RunSplitter(rule.body, TestOptions(), {{first, rule.body.size()}}), expected);
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, MalformedTest, testing::ValuesIn(kRules),
                         [](const auto& info) { return info.param.name; });

TEST(MalformedScopeTest, LiteralsAreTheParsersBusiness) {
  const std::string body = R"([01,tru,"\q",+1e])";
  EXPECT_EQ(RunSplitter(body, TestOptions()).envelope, body);
}

}  // namespace
}  // namespace mediagen
