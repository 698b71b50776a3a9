// ForgivingBase64: white space and padding.
#include "server/codec/forgiving_base64.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/codec/reference_base64.h"

namespace mediagen {
namespace {

struct Rule {
  const char* name;
  const char* text;
  const char* bytes;   // nullptr: corrupt.
  int64_t offset = 0;  // Of the fault.
};

constexpr Rule kRules[] = {
    {"Empty", "", ""},
    {"OneGroup", "QUJD", "ABC"},
    {"TwoCharacters", "QQ", "A"},
    {"ThreeCharacters", "QUI", "AB"},
    {"TwoCharactersPadded", "QQ==", "A"},
    {"ThreeCharactersPadded", "QUI=", "AB"},
    {"UnusedLowBits", "QR==", "A"},
    {"WhiteSpaceAnywhere", " \tQ\nU\f\rJ DQ Q = = \n", "ABCA"},
    {"OnlyWhiteSpace", " \r\n\t\f", ""},
    {"LinesOf76", "QUJD\r\nQUJD\r\nQQ==\r\n", "ABCABCA"},
    {"UrlSafe", "-_-_", "\xfb\xff\xbf"},
    {"OneCharacter", "Q", nullptr, 1},
    {"FiveCharacters", "QUJDQ", nullptr, 5},
    {"FiveCharactersThenBlanks", "QUJDQ  ", nullptr, 7},
    {"HalfPadding", "QQ=", nullptr, 3},
    {"HalfPaddingThenBlank", "QQ= ", nullptr, 4},
    {"TooMuchPaddingAfterTwo", "QQ===", nullptr, 4},
    {"TooMuchPaddingAfterThree", "QUI==", nullptr, 4},
    {"PaddingAfterWholeGroup", "QUJD=", nullptr, 4},
    {"PaddingAfterOneCharacter", "Q===", nullptr, 1},
    {"OnlyPadding", "====", nullptr, 0},
    {"PaddingInTheMiddle", "QQ=Q", nullptr, 3},
    {"TextAfterPadding", "QQ==QUJD", nullptr, 4},
    {"TextAfterPaddingAndBlank", "QUI= QUJD", nullptr, 5},
    {"Foreign", "QUJD!UJD", nullptr, 4},
    {"ForeignAfterBlanks", " Q U*", nullptr, 4},
    {"VerticalTabIsNoWhiteSpace", "QUJD\v", nullptr, 4},
    {"NonBreakingSpaceIsNoWhiteSpace", "QUJD\xc2\xa0", nullptr, 4},
};

class ForgivingBase64Test : public testing::TestWithParam<Rule> {};

TEST_P(ForgivingBase64Test, HoldsAtEverySplitPosition) {
  const Rule& rule = GetParam();
  const std::string text = rule.text;
  for (size_t first = 0; first <= text.size(); ++first) {
    ForgivingBase64 decoder;
    std::string bytes;
    int64_t offset = 0;
    bool corrupt = false;
    for (const std::string& piece : {text.substr(0, first), text.substr(first)}) {
      char out[64];
      const ForgivingBase64::Step step = decoder.Decode(piece, absl::MakeSpan(out));
      bytes.append(out, step.produced);
      offset += static_cast<int64_t>(step.consumed);
      corrupt = step.stop == ForgivingBase64::Stop::kForeign;
      if (corrupt) break;
    }
    corrupt = corrupt || !decoder.CanEnd();
    EXPECT_EQ(corrupt, rule.bytes == nullptr) << first;
    if (corrupt) {
      EXPECT_EQ(offset, rule.offset) << first;
      continue;
    }
    char out[2];
    bytes.append(out, decoder.Finish(absl::MakeSpan(out, decoder.TailBytes())));
    EXPECT_EQ(bytes, rule.bytes) << first;
  }
}

TEST_P(ForgivingBase64Test, TheReferenceAgrees) {
  const Rule& rule = GetParam();
  const std::string text = rule.text;
  const ReferenceMedia media = ReferenceDecode(PlainText(text), static_cast<int64_t>(text.size()));
  EXPECT_EQ(media.corrupt, rule.bytes == nullptr);
  if (media.corrupt) {
    EXPECT_EQ(media.corrupt_offset, rule.offset);
  } else {
    EXPECT_EQ(media.bytes, rule.bytes);
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, ForgivingBase64Test, testing::ValuesIn(kRules),
                         [](const auto& info) { return info.param.name; });

TEST(ForgivingBase64RoomTest, SaysFullOnlyForACharacterThatNeedsRoom) {
  ForgivingBase64 decoder;
  ForgivingBase64::Step step = decoder.Decode("QUJ D", {});
  EXPECT_EQ(step.stop, ForgivingBase64::Stop::kOutputFull);
  EXPECT_EQ(step.consumed, 4u);
  step = decoder.Decode(" = ", {});
  EXPECT_EQ(step.stop, ForgivingBase64::Stop::kInputUsed);
  EXPECT_EQ(decoder.TailBytes(), 2u);
}

}  // namespace
}  // namespace mediagen
