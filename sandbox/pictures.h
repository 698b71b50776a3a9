#ifndef MEDIAGEN_SANDBOX_PICTURES_H_
#define MEDIAGEN_SANDBOX_PICTURES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "sandbox/canvas.h"

namespace mediagen::sandbox {

// What a made-up picture shows.
struct PictureSpec {
  std::string prompt;
  std::string model;
  int index = 0;  // Which of `count`; each looks different.
  int count = 1;
  Size size = {1024, 1024};
  uint64_t seed = 0;  // Another one, another picture.
};

// A poster: a landscape that follows from the prompt and the index, with the prompt lettered over
// its sky.
Canvas PaintPicture(const PictureSpec& spec);

// The picture with the instruction on a strip at its lower edge, warmed or cooled as the
// instruction has it.
Canvas PaintEdit(const Canvas& base, const std::string& instruction, const std::string& model);

// The size of Imagen's pictures of that ratio ("16:9"), twice that for "2K"; nothing for an unknown
// ratio.
std::optional<Size> ImagenSize(const std::string& aspect_ratio, bool twice);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_PICTURES_H_
