#include "sandbox/videos.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "sandbox/media.h"
#include "sandbox/picture_codec.h"
#include "tests/sandbox/video_probe.h"

namespace mediagen::sandbox {
namespace {

using testing::ProbeVideo;
using testing::VideoFacts;

VideoSpec Small(const std::string& prompt) {
  VideoSpec spec;
  spec.prompt = prompt;
  spec.model = "m";
  spec.size = {320, 180};
  spec.seconds = 2;
  return spec;
}

std::string Make(const VideoSpec& spec) {
  std::atomic<bool> stop{false};
  absl::StatusOr<std::string> video = MakeVideo(spec, stop);
  EXPECT_TRUE(video.ok()) << video.status();
  return video.ok() ? *video : "";
}

TEST(Videos, AreWhatABrowserPlays) {
  const std::string mp4 = Make(Small("waves"));
  const VideoFacts facts = ProbeVideo(mp4);
  EXPECT_EQ(facts.codec, "h264");
  EXPECT_EQ(facts.pixel_format, "yuv420p");
  EXPECT_EQ(facts.size.width, 320);
  EXPECT_EQ(facts.size.height, 180);
  EXPECT_NEAR(facts.seconds, 2, 0.01);
  EXPECT_EQ(facts.frames_per_second, 24);
  EXPECT_EQ(facts.frames, 48);
  EXPECT_GT(facts.moved, 0.02);
  // The index is in front, so that it plays while it loads.
  EXPECT_LT(mp4.find("moov"), mp4.find("mdat"));
}

TEST(Videos, PlayWithPaddingBehindThem) {
  const std::string mp4 = Make(Small("waves"));
  const Media padded = Media::PaddedMp4(mp4, 5'000'001);
  std::string bytes;
  padded.Write([&](std::string_view piece) {
    bytes += piece;
    return true;
  });
  EXPECT_EQ(bytes.size(), 5'000'001u);
  const VideoFacts facts = ProbeVideo(bytes);
  EXPECT_EQ(facts.codec, "h264");
  EXPECT_EQ(facts.frames, 48);
}

TEST(Videos, StartFromTheirPicture) {
  const Canvas red({160, 90});
  SetColor(red.pen(), {0.8, 0.1, 0.1});
  cairo_paint(red.pen());
  VideoSpec spec = Small("it moves");
  spec.first_frame = std::make_shared<const std::string>(EncodePng(red));
  const VideoFacts facts = ProbeVideo(Make(spec));
  EXPECT_EQ(facts.frames, 48);
  EXPECT_NEAR(facts.first_pixel[0], 0.8 * 255, 12);
  EXPECT_NEAR(facts.first_pixel[1], 0.1 * 255, 12);
  EXPECT_NEAR(facts.first_pixel[2], 0.1 * 255, 12);
  EXPECT_GT(facts.moved, 0.001);
}

TEST(Videos, ShowAPictureOfAnotherRatioWhole) {
  const Canvas tall({90, 320});
  SetColor(tall.pen(), {0.1, 0.7, 0.2});
  cairo_paint(tall.pen());
  VideoSpec spec = Small("");
  spec.first_frame = std::make_shared<const std::string>(EncodeJpeg(tall, 90));
  const VideoFacts facts = ProbeVideo(Make(spec));
  EXPECT_NEAR(facts.first_pixel[1], 0.7 * 255, 15);
}

TEST(Videos, NeedAPictureThatIsOne) {
  std::atomic<bool> stop{false};
  VideoSpec spec = Small("x");
  spec.first_frame = std::make_shared<const std::string>("no picture");
  EXPECT_EQ(MakeVideo(spec, stop).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Videos, StopBeingMade) {
  std::atomic<bool> stop{true};
  EXPECT_EQ(MakeVideo(Small("x"), stop).status().code(), absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace mediagen::sandbox
