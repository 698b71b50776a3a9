#include "sandbox/lettering.h"

#include <gtest/gtest.h>

#include <string>

namespace mediagen::sandbox {
namespace {

double WidestLine(cairo_t* pen, const Lettering& lettering) {
  double widest = 0;
  cairo_set_font_size(pen, lettering.font_size);
  for (const std::string& line : lettering.lines) {
    cairo_text_extents_t extents;
    cairo_text_extents(pen, line.c_str(), &extents);
    widest = std::max(widest, extents.x_advance);
  }
  return widest;
}

std::string Joined(const Lettering& lettering) {
  std::string text;
  for (const std::string& line : lettering.lines) text += (text.empty() ? "" : " ") + line;
  return text;
}

TEST(Lettering, BreaksBetweenWords) {
  const Canvas canvas({400, 300});
  const std::string text = "A lighthouse on a cliff at dusk, seen from the sea";
  const Lettering lettering = FitText(canvas.pen(), text, 300, 200, LetterStyle());
  EXPECT_GT(lettering.lines.size(), 1u);
  EXPECT_LE(lettering.height(), 200);
  EXPECT_LE(WidestLine(canvas.pen(), lettering), 300);
  EXPECT_EQ(Joined(lettering), text);
}

TEST(Lettering, UsesTheLargestSizeThatFits) {
  const Canvas canvas({400, 300});
  EXPECT_EQ(FitText(canvas.pen(), "cat", 390, 290, LetterStyle()).font_size, LetterStyle().largest);
  EXPECT_LT(FitText(canvas.pen(), std::string(60, 'w'), 390, 100, LetterStyle()).font_size,
            LetterStyle().largest);
}

TEST(Lettering, BreaksALongWordBetweenCharacters) {
  const Canvas canvas({400, 300});
  std::string word;
  for (int i = 0; i < 100; ++i) word += "\xC3\xA9";  // é
  const Lettering lettering = FitText(canvas.pen(), word, 200, 290, LetterStyle());
  EXPECT_LE(WidestLine(canvas.pen(), lettering), 200);
  std::string all;
  for (const std::string& line : lettering.lines) {
    EXPECT_EQ(line.size() % 2, 0u);
    all += line;
  }
  EXPECT_EQ(all, word);
}

TEST(Lettering, EndsWithAnEllipsisWhenItCannotFit) {
  const Canvas canvas({400, 300});
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "word ";
  const Lettering lettering = FitText(canvas.pen(), text, 200, 50, LetterStyle());
  EXPECT_LE(lettering.height(), 50);
  EXPECT_TRUE(lettering.lines.back().ends_with("\xE2\x80\xA6"));
}

TEST(Lettering, CutsNoCharacterInTwo) {
  const Canvas canvas({400, 300});
  // Of two bytes and of three, so that every limit falls inside some character.
  for (const char* character : {"\xC3\xA9", "\xE2\x82\xAC"}) {
    std::string text;
    for (int i = 0; i < 3000; ++i) text += character;
    const Lettering lettering = FitText(canvas.pen(), text, 100, 40, LetterStyle());
    std::string line = lettering.lines.back();
    ASSERT_TRUE(line.ends_with("\xE2\x80\xA6"));
    line.resize(line.size() - 3);
    EXPECT_EQ(line.size() % std::string(character).size(), 0u);
    DrawCentred(canvas.pen(), lettering, {0, 0, 100, 40}, LetterStyle());
    EXPECT_EQ(cairo_status(canvas.pen()), CAIRO_STATUS_SUCCESS);
  }
}

TEST(Lettering, BearsEmptyAndOddText) {
  const Canvas canvas({100, 100});
  EXPECT_TRUE(FitText(canvas.pen(), "", 50, 50, LetterStyle()).lines.empty());
  EXPECT_EQ(Joined(FitText(canvas.pen(), " a\n\tb\x01", 90, 90, LetterStyle())), "a b");
  EXPECT_FALSE(FitText(canvas.pen(), "wide", 1, 1, LetterStyle()).lines.empty());
}

}  // namespace
}  // namespace mediagen::sandbox
