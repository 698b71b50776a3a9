#include "sandbox/video_studio.h"

#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "sandbox/dice.h"
#include "sandbox/videos.h"

namespace mediagen::sandbox {
namespace {

uint64_t HashOf(const std::shared_ptr<const std::string>& picture) {
  return picture == nullptr ? 0 : HashText(*picture);
}

}  // namespace

VideoStudio::VideoStudio(uint64_t video_bytes)
    : video_bytes_(video_bytes), cache_(kCacheBytes), thread_(&VideoStudio::MakeVideos, this) {}

VideoStudio::~VideoStudio() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

VideoStudio::Order VideoStudio::MakeOrder(VideoSpec spec) {
  std::string key =
      absl::StrCat(spec.size.width, "x", spec.size.height, " ", spec.seconds, " ", spec.index, "/",
                   spec.count, " ", spec.seed, " ", absl::Hex(HashOf(spec.first_frame)), " ",
                   absl::Hex(HashOf(spec.last_frame)));
  for (const auto& picture : spec.references) {
    absl::StrAppend(&key, " ", absl::Hex(HashOf(picture)));
  }
  absl::StrAppend(&key, " ", spec.model, "\n", spec.prompt);
  for (const FilmChange& change : spec.changes) {
    absl::StrAppend(&key, "\n", change.from_second, " ", change.prompt);
  }
  return {std::move(spec), std::move(key)};
}

std::shared_ptr<const Media> VideoStudio::Get(const Order& order) {
  if (auto video = cache_.Get(order.key); video != nullptr) return video;
  std::lock_guard lock(mutex_);
  if (under_way_.insert(order.key).second) {
    waiting_.push_back(order);
    changed_.notify_all();
  }
  return nullptr;
}

void VideoStudio::MakeVideos() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
    if (stop_) return;
    const Order order = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    // Made between a caller's look into the cache and its order, perhaps.
    if (cache_.Get(order.key) == nullptr) {
      absl::StatusOr<std::string> mp4 = MakeVideo(order.spec, stop_);
      if (!mp4.ok() && !stop_) {
        fprintf(stderr, "cannot make a video: %s\n", mp4.status().ToString().c_str());
      }
      cache_.Put(order.key, std::make_shared<const Media>(
                                mp4.ok() ? Media::PaddedMp4(*std::move(mp4), video_bytes_)
                                         : Media("video/mp4", "")));
    }
    lock.lock();
    under_way_.erase(order.key);
  }
}

}  // namespace mediagen::sandbox
