#include "sandbox/content_model.h"

#include <gtest/gtest.h>

namespace mediagen::sandbox {
namespace {

constexpr char kEarly[] = "gemini-2.5-flash-image";
constexpr char kLater[] = "gemini-3-pro-image";

struct PixelCase {
  const char* name;
  const char* model;
  const char* ratio;
  ContentSize size;
  int width;
  int height;
};

class ContentPixels : public ::testing::TestWithParam<PixelCase> {};

TEST_P(ContentPixels, FollowModelRatioAndSize) {
  const auto pixels = PixelsOf(GetParam().model, GetParam().ratio, GetParam().size);
  ASSERT_TRUE(pixels.has_value());
  EXPECT_EQ(pixels->width, GetParam().width);
  EXPECT_EQ(pixels->height, GetParam().height);
}

INSTANTIATE_TEST_SUITE_P(
    Sandbox, ContentPixels,
    ::testing::Values(PixelCase{"Square", kEarly, "1:1", ContentSize::k1K, 1024, 1024},
                      PixelCase{"Wide", kEarly, "21:9", ContentSize::k1K, 1536, 672},
                      PixelCase{"WideLater", kLater, "21:9", ContentSize::k1K, 1584, 672},
                      PixelCase{"Half", kLater, "16:9", ContentSize::k512, 688, 384},
                      PixelCase{"Twice", kLater, "16:9", ContentSize::k2K, 2752, 1536},
                      PixelCase{"FourTimes", kLater, "1:1", ContentSize::k4K, 4096, 4096},
                      PixelCase{"Strip", kLater, "8:1", ContentSize::k1K, 3072, 384}),
    [](const auto& info) { return info.param.name; });

TEST(ContentModel, KnowsNoOtherRatiosAndSizes) {
  EXPECT_FALSE(PixelsOf(kEarly, "8:1", ContentSize::k1K).has_value());
  EXPECT_FALSE(PixelsOf(kLater, "7:3", ContentSize::k1K).has_value());
  EXPECT_EQ(FindContentSize(kLater, ""), ContentSize::k1K);
  EXPECT_EQ(FindContentSize(kLater, "4k"), ContentSize::k4K);
  EXPECT_EQ(FindContentSize(kLater, "512"), ContentSize::k512);
  EXPECT_FALSE(FindContentSize("gemini-nano-banana-2.1", "512").has_value());
  EXPECT_FALSE(FindContentSize(kLater, "8K").has_value());
}

TEST(ContentModel, KeepsTheRatioOfAPicture) {
  const Size wide = PixelsLike({300, 200}, ContentSize::k1K);
  EXPECT_EQ(wide.width, 1254);
  EXPECT_EQ(wide.height, 836);
  EXPECT_EQ(PixelsLike({1, 5000}, ContentSize::k1K).height,
            PixelsLike({1, 8}, ContentSize::k1K).height);
}

TEST(ContentModel, CountsAPictureBySize) {
  EXPECT_EQ(PictureTokens(kEarly, ContentSize::k1K), 1290);
  EXPECT_EQ(PictureTokens(kLater, ContentSize::k4K), 2000);
  EXPECT_EQ(PictureTokens("gemini-3.1-flash-image", ContentSize::k2K), 1680);
  EXPECT_EQ(PictureTokens("gemini-nano-banana-2.1", ContentSize::k4K), 3780);
}

}  // namespace
}  // namespace mediagen::sandbox
