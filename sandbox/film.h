#ifndef MEDIAGEN_SANDBOX_FILM_H_
#define MEDIAGEN_SANDBOX_FILM_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "sandbox/canvas.h"

namespace mediagen::sandbox {

// What a made-up video shows.
struct VideoSpec {
  std::string prompt;
  std::string model;
  int index = 0;  // Which of `count`; each looks different.
  int count = 1;
  Size size = {1280, 720};
  int seconds = 8;
  uint64_t seed = 0;  // Another one, another video.
  // The bytes of the picture that it starts from; null: none.
  std::shared_ptr<const std::string> first_frame;
};

// The frames of a video, one at a time and in any order. One thread at a time.
class Film {
 public:
  virtual ~Film() = default;
  virtual void PaintFrame(const Canvas& canvas, double seconds) = 0;
};

// A flight along a landscape that follows from the prompt; or, with a first frame, a slow move into
// that picture. Nothing when the first frame is no picture.
std::unique_ptr<Film> MakeFilm(const VideoSpec& spec);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_FILM_H_
