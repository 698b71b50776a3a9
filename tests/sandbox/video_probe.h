#ifndef MEDIAGEN_TESTS_SANDBOX_VIDEO_PROBE_H_
#define MEDIAGEN_TESTS_SANDBOX_VIDEO_PROBE_H_

#include <string>

#include "sandbox/canvas.h"

namespace mediagen::testing {

// What libav finds in a file.
struct VideoFacts {
  std::string codec;  // "" when it cannot be opened.
  std::string pixel_format;
  sandbox::Size size;
  double seconds = 0;
  double frames_per_second = 0;
  int frames = 0;  // Decoded, every one.
  // Red, green and blue (0..255) in the middle of the upper half, in the first frame and in the
  // last.
  int first_pixel[3] = {};
  int last_pixel[3] = {};
  // How much of the picture differs between the first frame and the last, 0..1.
  double moved = 0;
};

VideoFacts ProbeVideo(const std::string& bytes);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_SANDBOX_VIDEO_PROBE_H_
