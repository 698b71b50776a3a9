#ifndef MEDIAGEN_SANDBOX_JOB_TABLE_H_
#define MEDIAGEN_SANDBOX_JOB_TABLE_H_

#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "sandbox/dice.h"

namespace mediagen::sandbox {

// Jobs by their `id`; the oldest are forgotten when there are too many. Any thread.
template <typename Job>
class JobTable {
 public:
  // 16 lower-case hexadecimal digits, never the same. By process, so that a job of an earlier
  // sandbox is not taken for one of this.
  std::string NewId() {
    const uint64_t number = (static_cast<uint64_t>(getpid()) << 32) + ++ids_;
    return absl::StrCat(absl::Hex(HashText("", number), absl::kZeroPad16));
  }

  std::shared_ptr<const Job> Add(Job job) {
    auto added = std::make_shared<const Job>(std::move(job));
    std::lock_guard lock(mutex_);
    jobs_[added->id] = added;
    by_age_.push_back(added->id);
    if (by_age_.size() > kMostJobs) {
      jobs_.erase(by_age_.front());
      by_age_.pop_front();
    }
    return added;
  }

  // Puts the job in the place of the one with its ID, as long as that is there.
  void Replace(Job job) {
    auto changed = std::make_shared<const Job>(std::move(job));
    std::lock_guard lock(mutex_);
    auto found = jobs_.find(changed->id);
    if (found != jobs_.end()) found->second = changed;
  }

  // False when there is none.
  bool Remove(const std::string& id) {
    std::lock_guard lock(mutex_);
    return jobs_.erase(id) > 0;
  }

  // Null when there is none.
  std::shared_ptr<const Job> Find(const std::string& id) const {
    std::lock_guard lock(mutex_);
    auto found = jobs_.find(id);
    return found == jobs_.end() ? nullptr : found->second;
  }

 private:
  static constexpr size_t kMostJobs = 20'000;

  std::atomic<uint64_t> ids_{0};
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Job>> jobs_;
  std::deque<std::string> by_age_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_JOB_TABLE_H_
