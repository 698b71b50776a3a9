// Corrupt media: the exact offset, and that the items around it are delivered.
#include <gtest/gtest.h>

#include <string>

#include "tests/codec/reference_splitter.h"
#include "tests/codec/split_run.h"

namespace mediagen {
namespace {

struct Rule {
  const char* name;
  std::string text;  // Of the JSON string, as it stands between the quotes.
  int64_t offset;
  std::string bytes = "";  // Delivered before the fault.
};

const Rule kRules[] = {
    {"ForeignFirst", "!QUJD", 0},
    {"ForeignLater", "QUJD*QQ", 4, "ABC"},
    {"ForeignInsideGroup", "QUJDQ*", 5, "ABC"},
    {"WhiteSpaceCounts", " \\n\tQU?", 5},
    {"EscapeCountsOnce", R"(\u0051\/\/\u0051#)", 4, "\x43\xff\xd0"},
    {"EscapedForeign", R"(QUJD\u0021)", 4, "ABC"},
    {"EscapedQuote", R"(QUJD\"QUJD)", 4, "ABC"},
    {"EscapedBackslash", R"(QUJD\\)", 4, "ABC"},
    {"EscapedNul", R"(QUJD\u0000QUJD)", 4, "ABC"},
    {"EscapedNonAscii", R"(QUJD\u0141)", 4, "ABC"},
    {"BadEscape", R"(QUJD\xQUJD)", 4, "ABC"},
    {"BadEscapeDigits", R"(QUJD\u00g0QQ)", 4, "ABC"},
    {"BadEscapeBeforeQuote", R"(QUJD\u00)", 4, "ABC"},
    {"BadEscapeFirst", R"(\qQUJD)", 0},
    {"BadEscapeInLettersLikeScheme", R"(da\q)", 2},
    {"BadEscapeAfterLettersLikeScheme", R"(data\q)", 4, "\x75\xab\x5a"},
    {"RawNul", std::string("QUJD\0QUJD", 9), 4, "ABC"},
    {"RawControl", "QUJD\x01", 4, "ABC"},
    {"RawNonAscii", "QUJD\xc3\xa9", 4, "ABC"},
    {"OneCharacter", "Q", 1},
    {"FiveCharacters", "QUJDQ", 5, "ABC"},
    {"FiveCharactersThenBlank", R"(QUJDQ\n)", 6, "ABC"},
    {"HalfPadding", "QUJDQQ=", 7, "ABC"},
    {"TooMuchPadding", R"(QQ=\u003d=)", 4},
    {"PaddingAfterWholeGroup", "QUJD=", 4, "ABC"},
    {"PaddingAfterOneCharacter", "QUJDQ===", 5, "ABC"},
    {"OnlyPadding", "=", 0},
    {"TextAfterPadding", "QQ==QQ==", 4},
    {"Colon", "datA5:x", 5, "\x75\xab\x40"},
    {"SchemeAfterBlank", "da ta:", 5, "\x75\xab\x5a"},
    {"DataUrlForeign", "data:image/png;base64,QU!D", 24},
    {"DataUrlPercentPadding", "data:image/png;base64,QQ%3D%3D", 24},
    {"DataUrlNonAsciiHeader", "data:\xc3\xa9\\u00e9\\u4e2d\\ud83c\\udfa8;base64,!", 24},
    {"DataUrlFiveCharacters", "data:;base64,QUJDQ", 18, "ABC"},
    {"DataUrlWithoutBase64", "data:image/svg+xml,QUJD", 18},
    {"DataUrlWithoutBase64Empty", "data:,", 5},
    {"DataUrlMarkerNotLast", "data:;base64;x=y,QUJD", 16},
    {"DataUrlMarkerWithoutSemicolon", "data:base64,QUJD", 11},
    {"DataUrlMarkerTooLong", "data:;base644,QUJD", 13},
    {"DataUrlWithoutComma", "data:image/png;base64", 21},
    {"DataUrlNothing", "data:", 5},
    {"DataUrlBadEscapeInHeader", R"(data:im\age;base64,QUJD)", 7},
};

class CorruptTest : public testing::TestWithParam<Rule> {};

TEST_P(CorruptTest, AtEverySplitPosition) {
  const Rule& rule = GetParam();
  const std::string body =
      "[{\"bytes\":\"QUI\"},{\"bytes\":\"" + rule.text + "\"},{\"bytes\":\"QQ\"}]";
  const SplitResult expected{.envelope = R"([{"bytes":0},{"bytes":1},{"bytes":2}])",
                             .items = {{0, "AB"}, {0, rule.bytes, true, rule.offset}, {0, "A"}}};
  EXPECT_EQ(ReferenceSplit(body, TestOptions()), expected);
  for (const size_t room : {3, 64}) {
    EXPECT_EQ(RunSplitter(body, TestOptions(), {{1}, room}), expected);
    for (size_t first = 1; first <= body.size(); ++first) {
      EXPECT_EQ(RunSplitter(body, TestOptions(), {{first, body.size()}, room}), expected) << first;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, CorruptTest, testing::ValuesIn(kRules),
                         [](const auto& info) { return info.param.name; });

TEST(CorruptEventsTest, KnownBeforeTheStringEnds) {
  PayloadSplitter splitter(TestOptions());
  char out[16];
  std::string body = R"({"bytes":"QU!)";
  body.erase(0, splitter.Next(body, absl::MakeSpan(out))->consumed);
  ASSERT_TRUE(splitter.Next(body, absl::MakeSpan(out)).ok());
  EXPECT_TRUE(splitter.media().corrupt);
  EXPECT_EQ(splitter.media().corrupt_offset, 2);
  // The next string is no item yet, so the last one is still the one to look at.
  ASSERT_TRUE(splitter.Next(R"(")", absl::MakeSpan(out)).ok());
  ASSERT_TRUE(splitter.Next(R"(,"bytes":" )", absl::MakeSpan(out)).ok());
  EXPECT_TRUE(splitter.media().corrupt);
  ASSERT_TRUE(splitter.Next("Q", absl::MakeSpan(out)).ok());
  EXPECT_FALSE(splitter.media().corrupt);
  EXPECT_EQ(splitter.media().index, 1);
}

}  // namespace
}  // namespace mediagen
