#include "sandbox/base64.h"

#include <gtest/gtest.h>

#include <string>

namespace mediagen::sandbox {
namespace {

TEST(Base64, EncodesEveryLength) {
  EXPECT_EQ(EncodeBase64(""), "");
  EXPECT_EQ(EncodeBase64("f"), "Zg==");
  EXPECT_EQ(EncodeBase64("fo"), "Zm8=");
  EXPECT_EQ(EncodeBase64("foo"), "Zm9v");
  EXPECT_EQ(EncodeBase64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(Base64Size(4), 8u);
}

TEST(Base64, EncodesAcrossPieces) {
  std::string bytes;
  for (int i = 0; i < 2'000'001; ++i) bytes.push_back(static_cast<char>(i * 7 + i / 256));
  const std::string text = EncodeBase64(bytes);
  EXPECT_EQ(text.size(), Base64Size(bytes.size()));
  EXPECT_EQ(text.find('='), std::string::npos);
  EXPECT_EQ(DecodeBase64(text), bytes);
}

struct Case {
  const char* name;
  const char* text;
  const char* bytes;  // Null: refused.
};

class ForgivingBase64 : public ::testing::TestWithParam<Case> {};

TEST_P(ForgivingBase64, Decodes) {
  const std::optional<std::string> bytes = DecodeBase64(GetParam().text);
  ASSERT_EQ(bytes.has_value(), GetParam().bytes != nullptr);
  if (!bytes.has_value()) return;
  EXPECT_EQ(*bytes, GetParam().bytes);
}

INSTANTIATE_TEST_SUITE_P(
    Base64, ForgivingBase64,
    ::testing::Values(Case{"Padded", "Zm8=", "fo"}, Case{"Unpadded", "Zm8", "fo"},
                      Case{"UrlSafe", "_-A", "\xff\xe0"}, Case{"Mixed", "/-A=", "\xff\xe0"},
                      Case{"Blanks", " Z m\n8\t=\r", "fo"}, Case{"UnusedBits", "Zm9=", "fo"},
                      Case{"Empty", "", ""}, Case{"LoneCharacter", "Zm9vY", nullptr},
                      Case{"TooMuchPadding", "Zm8==", nullptr},
                      Case{"TooLittlePadding", "Zg=", nullptr},
                      Case{"PaddingInside", "Zg==Zg==", nullptr},
                      Case{"OtherCharacter", "Zm.v", nullptr}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace mediagen::sandbox
