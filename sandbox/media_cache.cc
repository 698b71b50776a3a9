#include "sandbox/media_cache.h"

#include <utility>

namespace mediagen::sandbox {

std::shared_ptr<const Media> MediaCache::Get(const std::string& key) {
  std::lock_guard lock(mutex_);
  auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->media;
}

void MediaCache::Put(const std::string& key, std::shared_ptr<const Media> media) {
  std::lock_guard lock(mutex_);
  if (by_key_.contains(key)) return;
  bytes_ += media->footprint();
  entries_.push_front({key, std::move(media)});
  by_key_[key] = entries_.begin();
  while (bytes_ > most_bytes_ && entries_.size() > 1) {
    bytes_ -= entries_.back().media->footprint();
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
  }
}

}  // namespace mediagen::sandbox
