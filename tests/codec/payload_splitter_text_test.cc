// Fields of text: unescaped and handed on while they arrive.
#include <gtest/gtest.h>

#include <string>

#include "tests/codec/reference_splitter.h"
#include "tests/codec/split_run.h"

namespace mediagen {
namespace {

constexpr int kTextField = 3;  // Of TestOptions().

void ExpectAtEverySplit(const std::string& body, const SplitResult& expected) {
  EXPECT_EQ(ReferenceSplit(body, TestOptions()), expected);
  for (const size_t room : {1, 3, 4, 64}) {
    EXPECT_EQ(RunSplitter(body, TestOptions(), {{1}, room}), expected);
    for (size_t first = 1; first <= body.size(); ++first) {
      EXPECT_EQ(RunSplitter(body, TestOptions(), {{first, body.size()}, room}), expected) << first;
    }
  }
}

struct Rule {
  const char* name;
  std::string text;  // Of the JSON string, as it stands between the quotes.
  std::string utf8;
};

const Rule kRules[] = {
    {"Plain", "a cat", "a cat"},
    {"Blanks", "  \x7f ", "  \x7f "},
    {"Letters", R"(\"\\\/\b\f\n\r\t)", "\"\\/\b\f\n\r\t"},
    {"OneByte", R"(\u0041\u007F)", "A\x7f"},
    {"TwoBytes", R"(\u0080\u00e9\u07ff)", "\xc2\x80\xc3\xa9\xdf\xbf"},
    {"ThreeBytes", R"(\u0800\u20AC\uffff)", "\xe0\xa0\x80\xe2\x82\xac\xef\xbf\xbf"},
    {"FourBytes", R"(\ud800\udc00\ud83c\udfa8\uDBFF\uDFFF)",
     "\xf0\x90\x80\x80\xf0\x9f\x8e\xa8\xf4\x8f\xbf\xbf"},
    {"NulCharacter", R"(a\u0000b)", std::string("a\0b", 3)},
    {"RawUtf8", "\xc3\xa9\xf0\x9f\x8e\xa8", "\xc3\xa9\xf0\x9f\x8e\xa8"},
    {"RawInvalidUtf8", "\xff\xc3(\xed\xa0\x80", "\xff\xc3(\xed\xa0\x80"},
    {"LoneHighSurrogate", R"(\ud83c)", "\xef\xbf\xbd"},
    {"LoneHighSurrogateThenText", R"(\ud83cx)", "\xef\xbf\xbdx"},
    {"LoneHighSurrogateThenEscape", R"(\ud83c\n\ud83c\u0041)",
     "\xef\xbf\xbd\n\xef\xbf\xbd"
     "A"},
    {"LoneHighSurrogateThenPair", R"(\ud83c\ud83c\udfa8)", "\xef\xbf\xbd\xf0\x9f\x8e\xa8"},
    {"LoneLowSurrogates", R"(\udfa8\udfa8)", "\xef\xbf\xbd\xef\xbf\xbd"},
    {"SurrogatesInWrongOrder", R"(\udfa8\ud83c)", "\xef\xbf\xbd\xef\xbf\xbd"},
    {"DataUrl", "data:image/png;base64,QUJD", "data:image/png;base64,QUJD"},
};

class TextTest : public testing::TestWithParam<Rule> {};

TEST_P(TextTest, AtEverySplitPosition) {
  const SplitResult expected{.envelope = R"({"content":0,"a":1})",
                             .items = {{kTextField, GetParam().utf8}}};
  ExpectAtEverySplit("{\"content\" : \"" + GetParam().text + "\" , \"a\":1}", expected);
}

INSTANTIATE_TEST_SUITE_P(Rules, TextTest, testing::ValuesIn(kRules),
                         [](const auto& info) { return info.param.name; });

TEST(TextFieldTest, OnlyStringsAreItems) {
  const std::string body =
      R"([{"content":""},{"content":null},{"content":["x",{"content":"y"}]},{"content":5}])";
  ExpectAtEverySplit(
      body, {.envelope = R"([{"content":""},{"content":null},{"content":["x",{"content":0}]},)"
                         R"({"content":null}])",
             .items = {{kTextField, "y"}}});
}

TEST(TextFieldTest, ItemsAreCountedTogetherWithMedia) {
  ExpectAtEverySplit(R"([{"content":"a"},{"bytes":"QQ"},{"content":"b"}])",
                     {.envelope = R"([{"content":0},{"bytes":1},{"content":2}])",
                      .items = {{kTextField, "a"}, {0, "A"}, {kTextField, "b"}}});
}

TEST(TextFieldTest, WhatJsonForbidsInStringsEndsTheScan) {
  const struct {
    std::string text;
    int offset;
  } kCases[] = {
      {"a\nb", 1},        {std::string("a\0b", 3), 1}, {"\x1f", 0}, {R"(\x)", 1}, {R"(\u00g)", 4},
      {R"(\ud83c\x)", 7}, {R"(\ud83c\udfg)", 10},
  };
  const std::string head = R"({"content":")";
  for (const auto& [text, offset] : kCases) {
    SplitResult expected{.code = absl::StatusCode::kInvalidArgument};
    expected.message = "malformed JSON at byte " + std::to_string(head.size() + offset);
    ExpectAtEverySplit(head + text + "\"}", expected);
  }
}

TEST(TextFieldTest, CutText) {
  for (const std::string text : {"", "a", "\\", "\\u00", "\\ud83c", "\\ud83c\\", "\\ud83c\\udfa"}) {
    const std::string body = R"({"content":")" + text;
    SplitResult expected{.code = absl::StatusCode::kDataLoss};
    expected.message = "JSON body cut at byte " + std::to_string(body.size());
    ExpectAtEverySplit(body, expected);
  }
}

TEST(TextFieldTest, DoNotCountAsMediaItems) {
  PayloadSplitter::Options options = TestOptions();
  options.max_media_items = 1;
  std::string body = R"([{"bytes":"QQ"})";
  for (int i = 0; i < 500; ++i) body += R"(,{"content":"a"})";
  EXPECT_EQ(RunSplitter(body + "]", options).items.size(), 501u);
  EXPECT_EQ(RunSplitter(body + R"(,{"bytes":"QQ"}])", options).code,
            absl::StatusCode::kResourceExhausted);
}

TEST(TextFieldTest, SizeIsCapped) {
  const std::string texts[] = {"abcdef", R"(\u20ac\u20ac)", R"(ab\ud83c\udfa8)", R"(\ud83c\ud83c)"};
  for (const std::string& text : texts) {
    for (int64_t limit = 0; limit <= 7; ++limit) {
      PayloadSplitter::Options options = TestOptions();
      options.max_media_bytes = limit;
      const std::string body = R"([{"content":"x"},{"content":")" + text + "\"}]";
      const SplitResult expected = ReferenceSplit(body, options);
      EXPECT_EQ(expected.code,
                limit < 6 ? absl::StatusCode::kResourceExhausted : absl::StatusCode::kOk);
      for (const size_t room : {1, 5, 6, 64}) {
        for (size_t first = 1; first <= body.size(); ++first) {
          EXPECT_EQ(RunSplitter(body, options, {{first, 1}, room}), expected) << limit << body;
        }
      }
    }
  }
}

TEST(TextFieldTest, GiantTextLeavesASmallEnvelope) {
  PayloadSplitter::Options options = TestOptions();
  options.max_envelope_bytes = 16;
  const std::string text(3 << 20, 'x');
  const SplitResult result = RunSplitter("{\"content\":\"" + text + "\"}", options, {{16384}, 512});
  EXPECT_EQ(result.envelope, R"({"content":0})");
  ASSERT_EQ(result.items.size(), 1u);
  EXPECT_TRUE(result.items[0].bytes == text);
}

TEST(ResetTest, ForgetsTheBodyBefore) {
  const std::string bodies[] = {R"({"bytes":"QUI","content":"a","x":[1]})",
                                R"([{"bytes":"Q!)",
                                R"({"content":"\ud83c)",
                                R"({"a"}])",
                                "\xef\xbb",
                                ""};
  PayloadSplitter splitter(TestOptions());
  for (const std::string& before : bodies) {
    char out[64];
    absl::string_view rest = before;
    for (bool more = true; more;) {
      const auto step = splitter.Next(rest, absl::MakeSpan(out));
      more = step.ok() && step->event != PayloadSplitter::Event::kNeedInput;
      if (more) rest.remove_prefix(step->consumed);
    }
    splitter.Reset();
    EXPECT_EQ(splitter.envelope(), "");
    EXPECT_EQ(splitter.media().index, -1);
    const auto step = splitter.Next("\xef\xbb\xbf{\"content\":\"ab\"}", absl::MakeSpan(out));
    ASSERT_TRUE(step.ok());
    EXPECT_EQ(step->event, PayloadSplitter::Event::kMediaBegin);
    EXPECT_EQ(splitter.media().index, 0);
    ASSERT_TRUE(splitter.Next("ab\"", absl::MakeSpan(out)).ok());
    ASSERT_TRUE(splitter.Next("}", {}).ok());
    EXPECT_TRUE(splitter.Finish().ok());
    EXPECT_EQ(splitter.envelope(), R"({"content":0})");
    splitter.Reset();
  }
}

}  // namespace
}  // namespace mediagen
