#ifndef MEDIAGEN_SANDBOX_PICTURE_STUDIO_H_
#define MEDIAGEN_SANDBOX_PICTURE_STUDIO_H_

#include <memory>
#include <string>

#include "sandbox/media.h"
#include "sandbox/media_cache.h"
#include "sandbox/pictures.h"

namespace mediagen::sandbox {

// Makes pictures as files, and keeps the latest. Any thread.
class PictureStudio {
 public:
  PictureStudio() : cache_(kCacheBytes) {}

  // As JPEG of that quality (0..100), or as PNG.
  std::shared_ptr<const Media> Picture(const PictureSpec& spec, bool jpeg, int jpeg_quality);

 private:
  static constexpr uint64_t kCacheBytes = 64'000'000;

  MediaCache cache_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_PICTURE_STUDIO_H_
