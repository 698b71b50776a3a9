#ifndef MEDIAGEN_SANDBOX_FILM_H_
#define MEDIAGEN_SANDBOX_FILM_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/canvas.h"

namespace mediagen::sandbox {

// What became of a video in a further turn: an edit shows from its beginning, an extension from
// where it goes on.
struct FilmChange {
  std::string prompt;
  int from_second = 0;
};

// What a made-up video shows.
struct VideoSpec {
  std::string prompt;
  std::string model;
  int index = 0;  // Which of `count`; each looks different.
  int count = 1;
  Size size = {1280, 720};
  int seconds = 8;
  uint64_t seed = 0;  // Another one, another video.
  // The bytes of the pictures that it starts from and ends with; null: none. The second one needs
  // the first.
  std::shared_ptr<const std::string> first_frame;
  std::shared_ptr<const std::string> last_frame;
  // Pictures of what is to be seen in it.
  std::vector<std::shared_ptr<const std::string>> references;
  // In the order in which they were asked for.
  std::vector<FilmChange> changes;
};

// The frames of a video, one at a time and in any order. One thread at a time.
class Film {
 public:
  virtual ~Film() = default;
  virtual void PaintFrame(const Canvas& canvas, double seconds) = 0;
};

// A flight along a landscape that follows from the prompt; or, with a first frame, a slow move into
// that picture. Nothing when a frame is no picture.
std::unique_ptr<Film> MakeFilm(const VideoSpec& spec);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_FILM_H_
