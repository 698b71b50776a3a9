#include "server/upstream/markdown_tokens.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

// Tokens as text: `w:word u:url s:symbol`, blanks left out.
class Noted : public MarkdownTokenSink {
 public:
  void OnWord(absl::string_view text) override { absl::StrAppend(&tokens, " w:", text); }
  void OnUrl(absl::string_view text) override { absl::StrAppend(&tokens, " u:", text); }
  void OnSymbol(absl::string_view text) override {
    if (text != " ") absl::StrAppend(&tokens, " s:", text);
  }
  std::string tokens;
};

std::string TokensOf(absl::string_view text, size_t cut) {
  Noted noted;
  MarkdownTokens tokens(noted);
  tokens.Feed(text.substr(0, cut));
  tokens.Feed(text.substr(cut));
  tokens.Finish();
  return noted.tokens;
}

struct Row {
  const char* name;
  const char* text;
  const char* tokens;
};

const Row kRows[] = {
    {"Words", "one two_2 thr-ee", " w:one w:two_2 w:thr-ee"},
    {"Symbols", "a,b\n", " w:a s:, w:b s:\n"},
    {"CharactersOfSeveralBytes", "é字🎬x", " s:é s:字 s:🎬 w:x"},
    {"BytesThatAreNoUtf8", "\xe5\xad!\xff\xc0z", " s:\xe5 s:\xad s:! s:\xff s:\xc0 w:z"},
    {"CharacterCutAtTheEnd", "a\xe5\xad", " w:a"},
    {"BareUrl", "see https://a.example/x?y=1&z#f now",
     " w:see u:https://a.example/x?y=1&z#f w:now"},
    {"BareUrlAtTheEnd", "https://a.example/x", " u:https://a.example/x"},
    {"BareUrlEndsASentence", "at https://a.example/x.mp4.\n",
     " w:at u:https://a.example/x.mp4 s:\n"},
    {"BareUrlBeforeOtherScript", "看https://a.example/x。好",
     " s:看 u:https://a.example/x s:。 s:好"},
    {"PlainHttpInCapitals", "HTTP://a/x", " u:HTTP://a/x"},
    {"Link", "[b](https://a/x)", " s:[ w:b s:] s:( u:https://a/x s:)"},
    {"LinkWithParentheses", "[b](https://a/x_(1).mp4)",
     " s:[ w:b s:] s:( u:https://a/x_(1).mp4 s:)"},
    {"LinkWithTitle", "[b](https://a/x \"t\")", " s:[ w:b s:] s:( u:https://a/x s:\" w:t s:\" s:)"},
    {"LinkInAngles", "[b](<https://a/x>)", " s:[ w:b s:] s:( s:< u:https://a/x s:> s:)"},
    {"LinkOfOtherScript", "[b](https://a/字.mp4)", " s:[ w:b s:] s:( u:https://a/字.mp4 s:)"},
    {"LinkCutShort", "[b](https://a/x.mp", " s:[ w:b s:] s:("},
    {"LinkWhoseLabelIsAUrl", "[https://a/x](https://a/x)",
     " s:[ u:https://a/x s:] s:( u:https://a/x s:)"},
    {"LinkWhoseLabelIsAHost", "[https://a](https://a/x)",
     " s:[ u:https://a s:] s:( u:https://a/x s:)"},
    {"NumericHost", "http://[::1]:8/x]", " u:http://[::1]:8/x s:]"},
    {"InParentheses", "(https://a/x)", " s:( u:https://a/x s:)"},
    {"SchemeAlone", "https: no", " w:https s:: w:no"},
    {"SchemeAndSlash", "https:/no", " w:https s:: s:/ w:no"},
    {"SchemeAtTheEnd", "https:/", " w:https s:: s:/"},
    {"NoHost", "https:// x", " w:https s:: s:/ s:/ w:x"},
    {"OtherScheme", "ftp://a/x", " w:ftp s:: s:/ s:/ w:a s:/ w:x"},
    {"LongerWord", "xhttps://a", " w:xhttps s:: s:/ s:/ w:a"},
    {"Twice", "https://a/https://b/", " u:https://a/https://b/"},
};

TEST(MarkdownTokensTest, EveryRowAtEverySplit) {
  for (const Row& row : kRows) {
    const absl::string_view text = row.text;
    for (size_t cut = 0; cut <= text.size(); ++cut)
      EXPECT_EQ(TokensOf(text, cut), row.tokens) << row.name << " cut at " << cut;
  }
}

TEST(MarkdownTokensTest, GivesAUrlAtTheCharacterBehindIt) {
  Noted noted;
  MarkdownTokens tokens(noted);
  tokens.Feed("[b](https://a/x");
  EXPECT_EQ(noted.tokens, " s:[ w:b s:] s:(");
  tokens.Feed(")");
  EXPECT_EQ(noted.tokens, " s:[ w:b s:] s:( u:https://a/x s:)");
}

TEST(MarkdownTokensTest, LongTokensAreCut) {
  EXPECT_EQ(TokensOf(std::string(100'000, 'a'), 7), " w:" + std::string(256, 'a'));
  const std::string longest = "https://a/" + std::string(8192 - 10, 'b');
  EXPECT_EQ(TokensOf(longest, 7), " u:" + longest);
  EXPECT_EQ(TokensOf(longest + "b", 7), " w:" + longest.substr(0, 256));
}

}  // namespace
}  // namespace mediagen
