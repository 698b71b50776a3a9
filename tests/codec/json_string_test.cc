// PlainRun and JsonEscape.
#include "server/codec/json_string.h"

#include <gtest/gtest.h>

#include <string>

namespace mediagen {
namespace {

using Progress = JsonEscape::Progress;

// Feeds the escape without its backslash; the byte that ended it is the last.
Progress Read(JsonEscape& escape, absl::string_view text) {
  escape.Start();
  for (size_t i = 0; i < text.size(); ++i) {
    const Progress progress = escape.Feed(text[i]);
    EXPECT_EQ(escape.active(), progress == Progress::kMore);
    if (progress != Progress::kMore) {
      EXPECT_EQ(i, text.size() - 1);
      return progress;
    }
  }
  return Progress::kMore;
}

TEST(PlainRunTest, EndsAtQuoteBackslashAndControlBytes) {
  for (int c = 0; c < 256; ++c) {
    const std::string text = std::string("ab") + static_cast<char>(c) + "d";
    const bool special = c < 0x20 || c == '"' || c == '\\';
    EXPECT_EQ(PlainRun(text), special ? 2u : 4u) << c;
  }
  EXPECT_EQ(PlainRun(""), 0u);
}

TEST(PlainRunTest, EndsAtTheFirstSpecialByteAnywhere) {
  for (const char around : {'a', ' ', '!', '#', '[', ']', '\x7f', '\x80', '\xa2', '\xdc', '\xff'}) {
    for (size_t at = 0; at < 40; ++at) {
      for (int c = 0; c < 256; ++c) {
        std::string text(40, around);
        text[at] = static_cast<char>(c);
        const bool special = c < 0x20 || c == '"' || c == '\\';
        ASSERT_EQ(PlainRun(text), special ? at : 40u) << around << at << " " << c;
        text[39] = '"';
        ASSERT_EQ(PlainRun(text), special ? at : 39u) << around << at << " " << c;
      }
    }
  }
}

TEST(JsonEscapeTest, Letters) {
  const std::string letters = "\"\\/bfnrt";
  const std::string meanings = "\"\\/\b\f\n\r\t";
  for (size_t i = 0; i < letters.size(); ++i) {
    JsonEscape escape;
    EXPECT_EQ(Read(escape, letters.substr(i, 1)), Progress::kDone);
    EXPECT_EQ(escape.ascii(), meanings[i]);
  }
}

TEST(JsonEscapeTest, Units) {
  const struct {
    const char* text;
    int unit;
    char ascii;
    int utf8_bytes;
  } kCases[] = {
      {"u0000", 0, '\0', 1},        {"u003d", '=', '=', 1},       {"u002F", '/', '/', 1},
      {"u007f", 0x7f, '\x7f', 1},   {"u0080", 0x80, '\xff', 2},   {"u07FF", 0x7ff, '\xff', 2},
      {"u0800", 0x800, '\xff', 3},  {"uffff", 0xffff, '\xff', 3}, {"ud83c", 0xd83c, '\xff', 2},
      {"uDfa8", 0xdfa8, '\xff', 2},
  };
  for (const auto& test : kCases) {
    JsonEscape escape;
    EXPECT_EQ(Read(escape, test.text), Progress::kDone) << test.text;
    EXPECT_EQ(escape.unit(), test.unit) << test.text;
    EXPECT_EQ(escape.ascii(), test.ascii) << test.text;
    EXPECT_EQ(escape.utf8_bytes(), test.utf8_bytes) << test.text;
  }
}

TEST(JsonEscapeTest, BadOnesEndAtTheByteThatDoesNotBelong) {
  for (const char* text : {"x", "U", "0", " ", "\x01", "u\"", "u0g", "u00 ", "u000\\"}) {
    JsonEscape escape;
    EXPECT_EQ(Read(escape, text), Progress::kInvalid) << text;
  }
}

}  // namespace
}  // namespace mediagen
