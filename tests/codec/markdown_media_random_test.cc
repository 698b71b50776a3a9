// Pseudo-random and hostile Markdown against the reference, and its limits.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "server/codec/picture_markup.h"
#include "tests/codec/markdown_run.h"
#include "tests/codec/reference_base64.h"
#include "tests/codec/reference_markdown.h"

namespace mediagen {
namespace {

const std::vector<std::string> kTokens = {
    "!",
    "[",
    "![",
    "![a](",
    "](",
    "]",
    "(",
    ")",
    ")",
    "\"",
    "'",
    " ",
    "\n",
    "\\",
    "a",
    "data:",
    "data:image/png;base64,",
    "![a](data:;base64,",
    ";base64",
    ",",
    "https://",
    "http://a",
    "http",
    "![a](https://a",
    "QUJD",
    "QQ",
    "=",
    "\xc3\xa9",
    "\x01",
    "text ",
};

std::string RandomText(std::mt19937& random) {
  std::vector<std::string> tokens = {"![a](data:;base64,", ")"};
  if (random() % 2 == 0) tokens.clear();
  // Fewer kinds of tokens meet each other more often.
  for (size_t i = 2 + random() % 9; i > 0; --i)
    tokens.push_back(kTokens[random() % kTokens.size()]);
  std::string text;
  for (size_t i = random() % 40; i > 0; --i) text += tokens[random() % tokens.size()];
  return text;
}

TEST(MarkdownRandomTest, AsTheReferenceInAnyPieces) {
  for (unsigned seed = 0; seed < 40000; ++seed) {
    std::mt19937 random(seed);
    const std::string text = RandomText(random);
    const std::vector<MarkdownItem> expected = ReferenceMarkdown(text);
    const std::vector<Slicing> slicings = {
        {{}, 4096},
        {{1}, 3},
        {{1 + random() % 9, 1 + random() % 5, 1 + random() % 20}, 3 + random() % 9},
    };
    for (const Slicing& slicing : slicings) {
      ASSERT_EQ(RunMarkdown(text, slicing), expected) << seed << testing::PrintToString(text);
    }
  }
}

// Each limit: exactly reached it is markup, one more and it is text, without a byte lost.
void ExpectLimit(const std::string& before, const std::string& behind, size_t limit,
                 const MarkdownItem& item) {
  for (const size_t size : {limit - 1, limit, limit + 1, 3 * limit}) {
    const std::string markup = before + std::string(size, 'x') + behind;
    const std::string text = "a" + markup + "b" + markup;
    std::vector<MarkdownItem> expected = {Text(text)};
    if (size <= limit) {
      MarkdownItem given = item;
      if (item.kind == MarkdownItem::Kind::kLink) given.bytes += std::string(size - 8, 'x');
      expected = {Text("a"), given, Text("b"), given};
    }
    EXPECT_EQ(RunMarkdown(text, {{1000}, 4096}), expected) << size;
    EXPECT_EQ(ReferenceMarkdown(text), expected) << size;
  }
}

TEST(MarkdownLimitsTest, Alt) {
  ExpectLimit("![", "](data:;base64,QUJD)", PictureMarkup::kMaxAltBytes, Picture("ABC"));
}

TEST(MarkdownLimitsTest, AltFullBeforeABackslash) {
  const std::string full = "![" + std::string(PictureMarkup::kMaxAltBytes, 'x') + "\\";
  const std::vector<MarkdownItem> expected = {Text(full), Link("https://a.test")};
  EXPECT_EQ(RunMarkdown(full + "![](https://a.test)"), expected);
}

TEST(MarkdownLimitsTest, DataUrlHeader) {
  const size_t rest = std::string("data:;base64,").size();
  ExpectLimit("![](data:", ";base64,QUJD)", PictureMarkup::kMaxUrlBytes - rest, Picture("ABC"));
}

TEST(MarkdownLimitsTest, Title) {
  // The blank before the title is not counted; the quotes are.
  const std::string url = "https://a.test";
  for (const size_t size : {PictureMarkup::kMaxTitleBytes - 2, PictureMarkup::kMaxTitleBytes - 1}) {
    const std::string text = "![](" + url + " '" + std::string(size, 'x') + "')";
    const bool fits = size + 2 <= PictureMarkup::kMaxTitleBytes;
    EXPECT_EQ(RunMarkdown(text), std::vector<MarkdownItem>{fits ? Link(url) : Text(text)});
    EXPECT_EQ(ReferenceMarkdown(text), RunMarkdown(text));
  }
}

TEST(MarkdownLimitsTest, Link) {
  const std::string scheme = "https://";
  for (const size_t size : {PictureMarkup::kMaxUrlBytes, PictureMarkup::kMaxUrlBytes + 1}) {
    const std::string url = scheme + std::string(size - scheme.size(), 'x');
    const std::string text = "![](" + url + ")";
    const bool fits = size == PictureMarkup::kMaxUrlBytes;
    EXPECT_EQ(RunMarkdown(text), std::vector<MarkdownItem>{fits ? Link(url) : Text(text)});
    EXPECT_EQ(ReferenceMarkdown(text), RunMarkdown(text));
  }
}

TEST(MarkdownHostileTest, MarkupWithoutEnd) {
  for (const std::string token :
       {"!", "![", "![a](", "![a](https://", "![a](data:", "![a](https://a '"}) {
    std::string text;
    while (text.size() < (1 << 20)) text += token;
    EXPECT_TRUE(RunMarkdown(text, {{4096}}) == std::vector<MarkdownItem>{Text(text)}) << token;
    text = token + std::string(1 << 20, 'x');
    EXPECT_TRUE(RunMarkdown(text, {{4096}}) == std::vector<MarkdownItem>{Text(text)}) << token;
  }
}

TEST(MarkdownHostileTest, GiantPicture) {
  std::mt19937 random(1);
  std::string bytes(3000001, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  const std::string text = "a![b](data:image/png;base64," + ReferenceEncode(bytes) + ")c";
  const std::vector<MarkdownItem> expected = {Text("a"), Picture(bytes), Text("c")};
  EXPECT_TRUE(RunMarkdown(text, {{16384}, 65536}) == expected);
}

}  // namespace
}  // namespace mediagen
