#ifndef MEDIAGEN_SANDBOX_VIDEO_STUDIO_H_
#define MEDIAGEN_SANDBOX_VIDEO_STUDIO_H_

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "sandbox/film.h"
#include "sandbox/media.h"
#include "sandbox/media_cache.h"

namespace mediagen::sandbox {

// Makes videos in the background, one after the other, and keeps the latest. Owns its thread; any
// thread may call it. The destructor ends a video that is being made.
class VideoStudio {
 public:
  // Videos are padded to `video_bytes`; 0: not at all.
  explicit VideoStudio(uint64_t video_bytes);
  ~VideoStudio();
  VideoStudio(const VideoStudio&) = delete;
  VideoStudio& operator=(const VideoStudio&) = delete;

  // A spec and what it is known by; making the key reads the whole first frame.
  struct Order {
    VideoSpec spec;
    std::string key;
  };
  static Order MakeOrder(VideoSpec spec);

  // The video, or null while it is not made; then it will be, soon. An empty one could not be made.
  std::shared_ptr<const Media> Get(const Order& order);

 private:
  static constexpr uint64_t kCacheBytes = 256'000'000;

  void MakeVideos();

  const uint64_t video_bytes_;
  MediaCache cache_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Order> waiting_;        // Guarded by mutex_.
  std::set<std::string> under_way_;  // Waiting or being made; guarded by mutex_.
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_VIDEO_STUDIO_H_
