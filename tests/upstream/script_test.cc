#include "server/upstream/script.h"

#include <gtest/gtest.h>

namespace mediagen {
namespace {

struct Row {
  const char* name;
  const char* text;
  bool other_script;
};

const Row kRows[] = {
    {"Empty", "", false},
    {"English", "a lighthouse, 3 waves (at night)!", false},
    {"French", "un phare dans la tempête", false},
    {"Vietnamese", "ngọn hải đăng", false},
    {"Turkish", "fırtınada İstanbul", false},
    {"Emoji", "a fox 🦊🎨 👩‍🎨", false},
    {"Punctuation", "“quoted” — dashes… ¿que? 10 €", false},
    {"FullWidthLatin", "ＡＢＣ", false},
    {"Chinese", "a lighthouse 灯塔", true},
    {"Japanese", "ひらがな", true},
    {"Katakana", "ｶﾀｶﾅ", true},
    {"Korean", "등대", true},
    {"Russian", "маяк", true},
    {"Greek", "φάρος", true},
    {"Arabic", "منارة", true},
    {"Hebrew", "מגדלור", true},
    {"Hindi", "प्रकाशस्तंभ", true},
    {"Thai", "ประภาคาร", true},
    {"RareIdeograph", "𠀋", true},
    {"CutInTheMiddle", "\xE7\x81", false},
};

TEST(ScriptTest, TellsLatinFromOtherLetters) {
  for (const Row& row : kRows)
    EXPECT_EQ(HasNonLatinLetters(row.text), row.other_script) << row.name;
}

}  // namespace
}  // namespace mediagen
