#include "sandbox/pictures.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "sandbox/picture_codec.h"

namespace mediagen::sandbox {
namespace {

// The share of pixels that differ visibly, 0..1.
double Difference(const Canvas& one, const Canvas& other) {
  one.Flush();
  other.Flush();
  int different = 0;
  for (int y = 0; y < one.height(); ++y) {
    for (int x = 0; x < one.width(); ++x) {
      const uint8_t* left = one.row(y) + 4 * x;
      const uint8_t* right = other.row(y) + 4 * x;
      int distance = 0;
      for (int i = 0; i < 3; ++i) distance += abs(left[i] - right[i]);
      if (distance > 24) ++different;
    }
  }
  return static_cast<double>(different) / (one.width() * one.height());
}

PictureSpec Small(const std::string& prompt, int index = 0) {
  PictureSpec spec;
  spec.prompt = prompt;
  spec.model = "m";
  spec.index = index;
  spec.size = {320, 320};
  return spec;
}

TEST(Pictures, HaveTheSizeOfTheirRatio) {
  EXPECT_EQ(ImagenSize("1:1", false)->width, 1024);
  EXPECT_EQ(ImagenSize("3:4", false)->height, 1280);
  EXPECT_EQ(ImagenSize("4:3", false)->width, 1280);
  EXPECT_EQ(ImagenSize("9:16", false)->height, 1408);
  EXPECT_EQ(ImagenSize("16:9", true)->width, 2816);
  EXPECT_FALSE(ImagenSize("2:1", false).has_value());
}

TEST(Pictures, SurvivePngExactly) {
  const Canvas canvas = PaintPicture(Small("red fox"));
  const std::string png = EncodePng(canvas);
  ASSERT_TRUE(png.starts_with("\x89PNG\r\n\x1a\n"));
  EXPECT_EQ(png[24], 8);  // Bits a sample.
  EXPECT_EQ(png[25], 2);  // RGB, no alpha channel.
  const std::optional<Canvas> back = DecodePicture(png);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->width(), 320);
  EXPECT_EQ(Difference(canvas, *back), 0);
}

TEST(Pictures, SurviveJpegNearly) {
  const Canvas canvas = PaintPicture(Small("red fox"));
  const std::string fine = EncodeJpeg(canvas, 95);
  const std::string coarse = EncodeJpeg(canvas, 20);
  EXPECT_TRUE(fine.starts_with("\xFF\xD8\xFF"));
  EXPECT_LT(coarse.size(), fine.size());
  const std::optional<Canvas> back = DecodePicture(fine);
  ASSERT_TRUE(back.has_value());
  EXPECT_LT(Difference(canvas, *back), 0.05);
}

TEST(Pictures, FollowFromPromptAndIndex) {
  const Canvas one = PaintPicture(Small("red fox"));
  EXPECT_EQ(Difference(one, PaintPicture(Small("red fox"))), 0);
  EXPECT_GT(Difference(one, PaintPicture(Small("red fox", 1))), 0.2);
  EXPECT_GT(Difference(one, PaintPicture(Small("blue bird"))), 0.2);
}

TEST(Pictures, AreEditedVisiblyButNotBeyondRecognition) {
  const Canvas base = PaintPicture(Small("red fox"));
  const Canvas edited = PaintEdit(base, "add snow", "m");
  EXPECT_EQ(edited.width(), base.width());
  const double difference = Difference(base, edited);
  EXPECT_GT(difference, 0.2);
  EXPECT_GT(Difference(PaintEdit(base, "make it night", "m"), edited), 0.01);
  // Still nearer to its own base than to another picture.
  EXPECT_LT(difference, Difference(PaintPicture(Small("blue bird", 3)), edited));
}

TEST(PictureCodec, RefusesWhatIsNoPicture) {
  const std::string png = EncodePng(PaintPicture(Small("x")));
  const std::string jpeg = EncodeJpeg(PaintPicture(Small("x")), 80);
  EXPECT_FALSE(DecodePicture("").has_value());
  EXPECT_FALSE(DecodePicture("GIF89a").has_value());
  EXPECT_FALSE(DecodePicture(png.substr(0, 8)).has_value());
  EXPECT_FALSE(DecodePicture(png.substr(0, png.size() / 2)).has_value());
  EXPECT_FALSE(DecodePicture(jpeg.substr(0, 20)).has_value());
  std::string huge = png;
  huge[16] = 0x7F;  // Two thousand million pixels wide.
  EXPECT_FALSE(DecodePicture(huge).has_value());
}

}  // namespace
}  // namespace mediagen::sandbox
