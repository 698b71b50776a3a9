#include "sandbox/picture_studio.h"

#include "absl/strings/str_cat.h"

namespace mediagen::sandbox {

std::shared_ptr<const Media> PictureStudio::Picture(const PictureSpec& spec, OutputFormat format) {
  const std::string key = absl::StrCat(
      spec.size.width, "x", spec.size.height, " ", spec.index, "/", spec.count, " ", spec.seed, " ",
      format.jpeg ? format.quality : -1, " ", spec.model, "\n", spec.prompt);
  if (std::shared_ptr<const Media> known = cache_.Get(key); known != nullptr) return known;
  auto made = Encode(PaintPicture(spec), format);
  cache_.Put(key, made);
  return made;
}

}  // namespace mediagen::sandbox
