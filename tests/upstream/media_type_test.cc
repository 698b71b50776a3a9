#include "server/upstream/media_type.h"

#include <gtest/gtest.h>

#include <string>

namespace mediagen {
namespace {

struct BytesRow {
  const char* name;
  std::string bytes;
  const char* media_type;
};

const BytesRow kBytesRows[] = {
    {"Png", "\x89PNG\r\n\x1a\n", "image/png"},
    {"Jpeg", "\xff\xd8\xff\xe0", "image/jpeg"},
    {"WebP", "RIFF....WEBPVP8 ", "image/webp"},
    {"Gif87", "GIF87a", "image/gif"},
    {"Gif89", "GIF89a", "image/gif"},
    {"Bmp", std::string("BM\x46\0\0\0\0\0\0\0", 10), "image/bmp"},
    {"TextLikeBmp", "BMW drives past", ""},
    {"TiffLittle", std::string("II*\0", 4), "image/tiff"},
    {"TiffBig", std::string("MM\0*", 4), "image/tiff"},
    {"Avif", "....ftypavif", "image/avif"},
    {"Heic", "....ftypheic", "image/heic"},
    {"Mp4", "....ftypisom", "video/mp4"},
    {"QuickTime", "....ftypqt  ", "video/quicktime"},
    {"WebM", "\x1a\x45\xdf\xa3", "video/webm"},
    {"Empty", "", ""},
    {"PngCutShort", "\x89PNG\r\n\x1a", ""},
    {"Text", "hello, world", ""},
    {"Html", "<!DOCTYPE html>", ""},
    {"WaveFile", "RIFF....WAVEfmt ", ""},
    {"WebpWithoutRiff", "........WEBPVP8 ", ""},
};

TEST(MediaTypeTest, OfBytes) {
  for (const BytesRow& row : kBytesRows)
    EXPECT_EQ(MediaTypeOfBytes(row.bytes), row.media_type) << row.name;
}

TEST(MediaTypeTest, ShortNamesInFull) {
  EXPECT_EQ(FullMediaType("png"), "image/png");
  EXPECT_EQ(FullMediaType("PNG"), "image/png");
  EXPECT_EQ(FullMediaType("jpeg"), "image/jpeg");
  EXPECT_EQ(FullMediaType("jpg"), "image/jpeg");
  EXPECT_EQ(FullMediaType("webp"), "image/webp");
  EXPECT_EQ(FullMediaType("mp4"), "video/mp4");
  EXPECT_EQ(FullMediaType("image/x-odd"), "image/x-odd");
  EXPECT_EQ(FullMediaType(""), "");
}

TEST(MediaTypeTest, TheBytesAreBelievedFirst) {
  EXPECT_EQ(BestMediaType("\xff\xd8\xff", "image/png"), "image/jpeg");
  EXPECT_EQ(BestMediaType("????", "png"), "image/png");
  EXPECT_EQ(BestMediaType("????", ""), "");
}

}  // namespace
}  // namespace mediagen
