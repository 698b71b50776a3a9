// The rules of pictures in Markdown, at every split.
#include "server/codec/markdown_media.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/codec/markdown_run.h"
#include "tests/codec/reference_markdown.h"

namespace mediagen {
namespace {

struct Rule {
  const char* name;
  std::string text;
  std::vector<MarkdownItem> items;
};

void PrintTo(const Rule& rule, std::ostream* stream) { *stream << rule.text; }

// Nothing of it is markup.
Rule Plain(const char* name, const std::string& text) { return {name, text, {Text(text)}}; }

const std::string kData = "data:image/png;base64,";

const Rule kText[] = {
    {"Nothing", "", {}},
    Plain("Words", "a cat\n\n  and a dog! "),
    Plain("Marks", "!! ! !x !(y) [!] !"),
    Plain("LinkWithoutMark", "[x](https://a.test/b.png) [y](" + kData + "QUJD)"),
    Plain("DataUrlOutsideMarkup", kData + "QUJD (" + kData + "QUJD)"),
    Plain("AltWithoutEnd", "![a cat"),
    Plain("AltWithoutUrl", "![a] (https://a.test/) ![a]"),
    Plain("AltWithOpenBracket", "![a [b](https://a.test/)"),
    Plain("AltWithEscapedEnd", "![a\\](https://a.test/)"),
    Plain("UrlWithoutEnd", "![a](https://a.test/b.png"),
    Plain("UrlOfOtherScheme", "![a](ftp://a.test/) ![a](file.png) ![a](httpx://a) ![a]()"),
    Plain("UrlWithoutHost", "![a](https://) ![a](http:// ) ![a](https://"),
    Plain("UrlWithOpenParenthesis", "![a](https://a.test/(b"),
    Plain("UrlWithOpenParenthesisThenTitle", "![a](https://a.test/(b 't')"),
    Plain("UrlWithControl", "![a](https://a.test/\x01) ![a](https://a.test/\x7f)"),
    Plain("UrlThenWord", "![a](https://a.test/b x)"),
    Plain("TitleWithoutEnd", "![a](https://a.test/b \"t)"),
    Plain("TitleThenWord", "![a](https://a.test/b \"t\" x)"),
    Plain("TwoTitles", "![a](https://a.test/b \"t\" \"t\")"),
    Plain("DataUrlWithoutBase64", "![a](data:image/svg+xml,<svg/>) ![a](data:,)"),
    Plain("DataUrlWithoutComma", "![a](data:image/png;base64) ![a](data:)"),
    Plain("DataUrlCutInHeader", "![a](data:image/png;base64"),
    Plain("DataUrlCutBeforePayload", "![a](data:image/png;base64,\n"),
    Plain("InvalidUtf8", "\xff\xc3![\xff](\xff"),
};

const Rule kLinks[] = {
    {"Link",
     "see ![a cat](https://a.test/b.png?c=d#e) ok",
     {Text("see "), Link("https://a.test/b.png?c=d#e"), Text(" ok")}},
    {"LinkAlone", "![](http://a.test/)", {Link("http://a.test/")}},
    {"LinkInCapitals", "![a](HTTPS://A.TEST/B)", {Link("HTTPS://A.TEST/B")}},
    {"LinksTogether",
     "![a](https://a.test)![b](https://b.test)\n",
     {Link("https://a.test"), Link("https://b.test"), Text("\n")}},
    {"LinkWithTitle", "![a](https://a.test \"t) \\\" (\")x", {Link("https://a.test"), Text("x")}},
    {"LinkWithOtherTitle", "![a](https://a.test\n't\"'\t)x", {Link("https://a.test"), Text("x")}},
    {"LinkWithBlanks", "![a]( \r\n\thttps://a.test )", {Link("https://a.test")}},
    {"LinkWithParentheses",
     "![a](https://a.test/b_(c(d)).png)",
     {Link("https://a.test/b_(c(d)).png")}},
    {"LinkWithUtf8", "![\xc3\xa9](https://a.test/\xc3\xa9)", {Link("https://a.test/\xc3\xa9")}},
    {"AltWithBrackets", "![a [b] \\[ \\\\](https://a.test)", {Link("https://a.test")}},
    {"AltWithLines", "![a\n\nb](https://a.test)", {Link("https://a.test")}},
    {"MarkBefore", "!![a](https://a.test)", {Text("!"), Link("https://a.test")}},
    {"BackslashBefore", "\\![a](https://a.test)", {Text("\\"), Link("https://a.test")}},
    {"InAlt",
     "![![a](https://a.test)](https://b.test)",
     {Text("!["), Link("https://a.test"), Text("](https://b.test)")}},
    {"BehindOpenAlt", "![a ![b](https://b.test)", {Text("![a "), Link("https://b.test")}},
    {"InLink",
     "[![a](https://a.test)](https://b.test)",
     {Text("["), Link("https://a.test"), Text("](https://b.test)")}},
    {"InUrl",
     "![a](https://a.test/![b](https://b.test)",
     {Text("![a](https://a.test/"), Link("https://b.test")}},
    {"InTitle",
     "![a](https://a.test '![b](https://b.test)",
     {Text("![a](https://a.test '"), Link("https://b.test")}},
    {"InHeader", "![a](data:![b](https://b.test)", {Text("![a](data:"), Link("https://b.test")}},
    {"BehindNoMarkup",
     "![a]![b](https://b.test)![c](!![d](https://d.test)",
     {Text("![a]"), Link("https://b.test"), Text("![c](!"), Link("https://d.test")}},
};

const Rule kPictures[] = {
    {"Picture",
     "Look: ![image](" + kData + "QUJD) done",
     {Text("Look: "), Picture("ABC"), Text(" done")}},
    {"PicturePadded", "![a](" + kData + "QUJDQQ==)", {Picture("ABCA")}},
    {"PictureUnpadded", "![a](" + kData + "QUJDQUI)", {Picture("ABCAB")}},
    {"PictureUrlSafeOnLines", "![a](\n" + kData + "\n-_\r\n-_ \n)", {Picture("\xfb\xff\xbf")}},
    {"PictureInCapitals", "![a](DATA:image/png ; BASE64 ,QUJD)", {Picture("ABC")}},
    {"PictureWithoutType", "![a](data:;base64,QUJD)", {Picture("ABC")}},
    {"PictureWithTitle", "![a](" + kData + "QUJDQQ \"t) \\\" (\")x", {Picture("ABCA"), Text("x")}},
    {"PictureWithTitleAndMore", "![a](" + kData + "QUJD\n't' y )x", {Picture("ABC"), Text("x")}},
    {"Pictures", "![a](" + kData + "QUI)![b](" + kData + "QQ)", {Picture("AB"), Picture("A")}},
    {"PictureEmpty", "a![b](" + kData + ")c![d](" + kData + " \n)", {Text("ac")}},
    {"PictureAndLink",
     "![a](" + kData + "QUI)\n![b](https://b.test)",
     {Picture("AB"), Text("\n"), Link("https://b.test")}},
    {"PictureInLink",
     "[![a](" + kData + "QUI)](https://b.test)",
     {Text("["), Picture("AB"), Text("](https://b.test)")}},
};

const Rule kCorrupt[] = {
    {"Foreign", "![a](" + kData + "QUJD!QQ)x", {CorruptPicture("ABC", 26), Text("x")}},
    {"ForeignFirst", "![a](" + kData + "!)x", {CorruptPicture("", 22), Text("x")}},
    {"BlanksCount", "![a]( " + kData + " QU\n?)x", {CorruptPicture("", 26), Text("x")}},
    {"Bracket", "![a](" + kData + "QUJD![b](https://b.test)", {CorruptPicture("ABC", 26)}},
    {"FiveCharacters", "![a](" + kData + "QUJDQ)x", {CorruptPicture("ABC", 27), Text("x")}},
    {"HalfPadding", "![a](" + kData + "QQ=)", {CorruptPicture("", 25)}},
    {"TextBehindPadding", "![a](" + kData + "QQ==QQ)", {CorruptPicture("", 26)}},
    {"QuoteWithoutBlank", "![a](" + kData + "QUJD\"t\")x", {CorruptPicture("ABC", 26), Text("x")}},
    {"TitleBehindPartOfGroup", "![a](" + kData + "Q ')')x", {CorruptPicture("", 24), Text("x")}},
    {"TitleBehindHalfPadding", "![a](" + kData + "QQ= 't')x", {CorruptPicture("", 26), Text("x")}},
    {"NonAscii", "![a](" + kData + "QUJD\xc3\xa9)", {CorruptPicture("ABC", 26)}},
    {"Cut", "x![a](" + kData + "QUJDQUJ", {Text("x"), CorruptPicture("ABC", 29)}},
    {"CutBehindWholeGroup", "![a](" + kData + "QUJD", {CorruptPicture("ABC", 26)}},
    {"CutBehindFault", "![a](" + kData + "QUJD,QUJD", {CorruptPicture("ABC", 26)}},
    {"CutInTitle", "![a](" + kData + "QUJD 't)", {CorruptPicture("ABC", 27)}},
    {"CutBehindTitle", "![a](" + kData + "QUJD 't'", {CorruptPicture("ABC", 27)}},
};

class MarkdownTest : public testing::TestWithParam<Rule> {};

TEST_P(MarkdownTest, AtEverySplit) {
  const auto& [name, text, items] = GetParam();
  EXPECT_EQ(ReferenceMarkdown(text), items);
  EXPECT_EQ(RunMarkdown(text), items);
  for (const size_t room : {3, 4, 64}) {
    EXPECT_EQ(RunMarkdown(text, {{1}, room}), items);
    for (size_t first = 1; first < text.size(); ++first) {
      EXPECT_EQ(RunMarkdown(text, {{first, text.size()}, room}), items) << first;
      EXPECT_EQ(RunMarkdown(text, {{first, 1, 2, text.size()}, room}), items) << first;
    }
  }
}

const auto kName = [](const auto& info) { return info.param.name; };
INSTANTIATE_TEST_SUITE_P(Text, MarkdownTest, testing::ValuesIn(kText), kName);
INSTANTIATE_TEST_SUITE_P(Links, MarkdownTest, testing::ValuesIn(kLinks), kName);
INSTANTIATE_TEST_SUITE_P(Pictures, MarkdownTest, testing::ValuesIn(kPictures), kName);
INSTANTIATE_TEST_SUITE_P(Corrupt, MarkdownTest, testing::ValuesIn(kCorrupt), kName);

TEST(MarkdownMediaTest, TextIsHandedOnAtOnce) {
  MarkdownMedia reader;
  const std::string text = "a! b ![";
  MarkdownMedia::Step step = reader.Next(text, {});
  EXPECT_EQ(step.event, MarkdownMedia::Event::kText);
  EXPECT_EQ(step.text, "a! b ");
  EXPECT_EQ(step.text.data(), text.data());
  step = reader.Next("![", {});
  EXPECT_EQ(step.event, MarkdownMedia::Event::kNeedInput);
}

TEST(MarkdownMediaTest, PictureIsHandedOnAtOnce) {
  MarkdownMedia reader;
  char out[16];
  EXPECT_EQ(reader.Next("![a](" + kData, absl::MakeSpan(out)).event,
            MarkdownMedia::Event::kNeedInput);
  EXPECT_EQ(reader.Next("QUJD", absl::MakeSpan(out)).event, MarkdownMedia::Event::kMediaBegin);
  const MarkdownMedia::Step step = reader.Next("QUJD", absl::MakeSpan(out));
  EXPECT_EQ(step.event, MarkdownMedia::Event::kNeedInput);
  EXPECT_EQ(std::string(out, step.produced), "ABC");
  EXPECT_EQ(reader.media().index, 0);
}

TEST(MarkdownMediaTest, AnotherTextMayFollow) {
  MarkdownMedia reader;
  for (const std::string& text : {"![a](" + kData, std::string("![a"), std::string("![a![")}) {
    std::string given;
    size_t at = 0;
    while (at < text.size()) {
      const MarkdownMedia::Step step = reader.Next(text.substr(at), {});
      given += std::string(step.text);
      at += step.consumed;
    }
    given += std::string(reader.Finish().text);
    EXPECT_EQ(given, text);
    EXPECT_EQ(reader.Finish().event, MarkdownMedia::Event::kNeedInput);
  }
}

TEST(MarkdownMediaTest, AnotherTextMayFollowATitleCutBehindABackslash) {
  MarkdownMedia reader;
  char out[16];
  const std::string cut = "![a](" + kData + "QQ '\\";
  const std::string whole = "![a](" + kData + "QQ '')";
  size_t at = reader.Next(cut, absl::MakeSpan(out)).consumed;
  reader.Next(cut.substr(at), absl::MakeSpan(out));
  EXPECT_EQ(reader.Finish().event, MarkdownMedia::Event::kMediaEnd);
  EXPECT_TRUE(reader.media().corrupt);
  at = reader.Next(whole, absl::MakeSpan(out)).consumed;
  EXPECT_EQ(reader.Next(whole.substr(at), absl::MakeSpan(out)).event,
            MarkdownMedia::Event::kMediaEnd);
  EXPECT_FALSE(reader.media().corrupt);
}

}  // namespace
}  // namespace mediagen
