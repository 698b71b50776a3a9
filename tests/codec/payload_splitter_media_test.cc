// Good media strings: escapes, white space, data URLs.
#include <gtest/gtest.h>

#include <string>

#include "tests/codec/reference_splitter.h"
#include "tests/codec/split_run.h"

namespace mediagen {
namespace {

struct Rule {
  const char* name;
  std::string text;  // Of the JSON string, as it stands between the quotes.
  std::string bytes;
};

const Rule kRules[] = {
    {"Plain", "QUJD", "ABC"},
    {"Padded", "QUJDQQ==", "ABCA"},
    {"Unpadded", "QUJDQUI", "ABCAB"},
    {"EscapedSlash", R"(\/\/\/\/)", "\xff\xff\xff"},
    {"EscapedPadding", R"(QQ\u003d\u003D)", "A"},
    {"EscapedLetters", R"(\u0051\u0055\u004a\u0044)", "ABC"},
    {"EscapedFirst", R"(\u0051UJD)", "ABC"},
    {"EscapedLineEnds", R"(QU\r\nJD\n)", "ABC"},
    {"EscapedBlanksFirst", R"(\t\u0020\f QUJD)", "ABC"},
    {"RawLineEnds", "QU\r\nJD\tQ\fQ\n", "ABCA"},
    {"UrlSafe", "-_-_", "\xfb\xff\xbf"},
    {"DataUrl", "data:image/png;base64,QUJD", "ABC"},
    {"DataUrlWithParameters", "data:image/png;name=a.png;charset=x;base64,QUJD", "ABC"},
    {"DataUrlWithoutType", "data:;base64,QUJD", "ABC"},
    {"DataUrlInCapitals", "DATA:IMAGE/PNG;BASE64,QUJD", "ABC"},
    {"DataUrlWithBlanks", " data:image/png ; base64 , QUJD", "ABC"},
    {"DataUrlWithEscapes", R"(d\u0061ta:image\/png\u003bbase64\u002cQUJD)", "ABC"},
    {"DataUrlWithHalfMarkerBefore", "data:a;base6;base64,QUJD", "ABC"},
    {"DataUrlWithSemicolons", "data:;;;base64,QUJD", "ABC"},
    {"DataUrlPadded", "data:image/png;base64,QQ==", "A"},
    {"LettersLikeScheme", "data", "\x75\xab\x5a"},
    {"LettersLikeSchemeThenMore", "dataQUJD",
     "\x75\xab\x5a"
     "ABC"},
    {"ThreeLettersLikeScheme", "dat", "\x75\xab"},
    {"LettersLikeSchemeThenPadding", "dat=", "\x75\xab"},
    {"LettersLikeSchemeThenBlank", "da ta", "\x75\xab\x5a"},
    {"LettersLikeSchemeThenEscape", R"(dat\u0051)", "\x75\xab\x50"},
};

class MediaTest : public testing::TestWithParam<Rule> {};

TEST_P(MediaTest, AtEverySplitPosition) {
  const std::string body = "{\"bytes\":\"" + GetParam().text + "\",\"a\":1}";
  const SplitResult expected{.envelope = R"({"bytes":0,"a":1})", .items = {{0, GetParam().bytes}}};
  EXPECT_EQ(ReferenceSplit(body, TestOptions()), expected);
  for (const size_t room : {3, 4, 64}) {
    EXPECT_EQ(RunSplitter(body, TestOptions(), {{1}, room}), expected);
    for (size_t first = 1; first <= body.size(); ++first) {
      EXPECT_EQ(RunSplitter(body, TestOptions(), {{first, body.size()}, room}), expected) << first;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, MediaTest, testing::ValuesIn(kRules),
                         [](const auto& info) { return info.param.name; });

TEST(MediaEventsTest, BeginComesBeforeAnyByteAndEndWithTheQuote) {
  PayloadSplitter splitter(TestOptions());
  char out[16];
  auto step = splitter.Next(R"({"bytes":"QUJDQQ"}  )", absl::MakeSpan(out));
  ASSERT_TRUE(step.ok());
  EXPECT_EQ(step->event, PayloadSplitter::Event::kMediaBegin);
  EXPECT_EQ(step->produced, 0u);
  EXPECT_EQ(splitter.media().index, 0);
  EXPECT_EQ(splitter.envelope(), R"({"bytes":0)");
  step = splitter.Next(R"(UJDQQ"}  )", absl::MakeSpan(out));
  ASSERT_TRUE(step.ok());
  EXPECT_EQ(step->event, PayloadSplitter::Event::kMediaEnd);
  EXPECT_EQ(step->consumed, 6u);
  EXPECT_EQ(std::string(out, step->produced), "ABCA");
  EXPECT_EQ(splitter.media().size_bytes, 4);
  step = splitter.Next("}  ", {});
  ASSERT_TRUE(step.ok());
  EXPECT_EQ(step->event, PayloadSplitter::Event::kNeedInput);
  EXPECT_TRUE(splitter.Finish().ok());
  EXPECT_EQ(splitter.TakeEnvelope(), R"({"bytes":0})");
}

TEST(MediaEventsTest, WithoutRoomItWaitsAndLosesNothing) {
  PayloadSplitter splitter(TestOptions());
  const std::string body = R"({"bytes":"QUJDQQ"})";
  size_t at = splitter.Next(body, {})->consumed;
  for (int i = 0; i < 3; ++i) {
    const auto step = splitter.Next(body.substr(at), {});
    ASSERT_TRUE(step.ok());
    EXPECT_EQ(step->event, PayloadSplitter::Event::kOutputFull);
    EXPECT_EQ(step->produced, 0u);
    at += step->consumed;
  }
  char out[3];
  auto step = splitter.Next(body.substr(at), absl::MakeSpan(out));
  EXPECT_EQ(step->event, PayloadSplitter::Event::kOutputFull);
  EXPECT_EQ(std::string(out, step->produced), "ABC");
  step = splitter.Next(body.substr(at + step->consumed), absl::MakeSpan(out));
  EXPECT_EQ(step->event, PayloadSplitter::Event::kMediaEnd);
  EXPECT_EQ(std::string(out, step->produced), "A");
}

}  // namespace
}  // namespace mediagen
