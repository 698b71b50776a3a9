#ifndef MEDIAGEN_SANDBOX_VEO_JOB_H_
#define MEDIAGEN_SANDBOX_VEO_JOB_H_

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "sandbox/misbehaviour.h"
#include "sandbox/video_studio.h"

namespace mediagen::sandbox {

// One operation that makes videos. Immutable once it is in the table.
struct VeoJob {
  std::string model;
  std::string id;                          // Lower-case hexadecimal.
  std::string name;                        // "models/{model}/operations/{id}"
  std::vector<VideoStudio::Order> videos;  // Without those that are filtered.
  int filtered = 0;
  bool never_done = false;
  bool cut = false;
  std::chrono::steady_clock::time_point done_at;
};

// The operations by id; the oldest are forgotten when there are too many. Any thread.
class VeoJobs {
 public:
  // Fills in the id and the name.
  std::shared_ptr<const VeoJob> Add(VeoJob job);
  // Null when there is none.
  std::shared_ptr<const VeoJob> Find(const std::string& id) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const VeoJob>> jobs_;
  std::deque<std::string> by_age_;
  uint64_t added_ = 0;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_VEO_JOB_H_
