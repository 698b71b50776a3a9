#include "sandbox/picture_studio.h"

#include "absl/strings/str_cat.h"
#include "sandbox/picture_codec.h"

namespace mediagen::sandbox {

std::shared_ptr<const Media> PictureStudio::Picture(const PictureSpec& spec, bool jpeg,
                                                    int jpeg_quality) {
  const std::string key =
      absl::StrCat(spec.size.width, "x", spec.size.height, " ", spec.index, "/", spec.count, " ",
                   jpeg ? jpeg_quality : -1, " ", spec.model, "\n", spec.prompt);
  if (std::shared_ptr<const Media> known = cache_.Get(key); known != nullptr) return known;
  const Canvas canvas = PaintPicture(spec);
  auto made = jpeg ? std::make_shared<const Media>("image/jpeg", EncodeJpeg(canvas, jpeg_quality))
                   : std::make_shared<const Media>("image/png", EncodePng(canvas));
  cache_.Put(key, made);
  return made;
}

}  // namespace mediagen::sandbox
