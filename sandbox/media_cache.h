#ifndef MEDIAGEN_SANDBOX_MEDIA_CACHE_H_
#define MEDIAGEN_SANDBOX_MEDIA_CACHE_H_

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "sandbox/media.h"

namespace mediagen::sandbox {

// Media by key, up to so many bytes; what was not asked for longest goes first. Any thread.
class MediaCache {
 public:
  explicit MediaCache(uint64_t most_bytes) : most_bytes_(most_bytes) {}

  // Null when it is not there.
  std::shared_ptr<const Media> Get(const std::string& key);
  void Put(const std::string& key, std::shared_ptr<const Media> media);

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Media> media;
  };

  const uint64_t most_bytes_;
  std::mutex mutex_;
  std::list<Entry> entries_;  // The latest first.
  std::map<std::string, std::list<Entry>::iterator> by_key_;
  uint64_t bytes_ = 0;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_MEDIA_CACHE_H_
