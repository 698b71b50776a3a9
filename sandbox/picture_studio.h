#ifndef MEDIAGEN_SANDBOX_PICTURE_STUDIO_H_
#define MEDIAGEN_SANDBOX_PICTURE_STUDIO_H_

#include <memory>
#include <string>

#include "sandbox/media.h"
#include "sandbox/media_cache.h"
#include "sandbox/output_format.h"
#include "sandbox/pictures.h"

namespace mediagen::sandbox {

// Makes pictures as files, and keeps the latest. Any thread.
class PictureStudio {
 public:
  PictureStudio() : cache_(kCacheBytes) {}

  std::shared_ptr<const Media> Picture(const PictureSpec& spec, OutputFormat format);

 private:
  static constexpr uint64_t kCacheBytes = 64'000'000;

  MediaCache cache_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_PICTURE_STUDIO_H_
