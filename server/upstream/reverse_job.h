// Jobs of reverse channels that this replica knows.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REVERSE_JOB_H_
#define MEDIAGEN_SERVER_UPSTREAM_REVERSE_JOB_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/async/call_context.h"
#include "server/upstream/operation.h"

namespace mediagen {

// Where a job is, as far as its answer tells. A plain value.
class ReverseJobState {
 public:
  ReverseJobState() = default;

  // What a progress event tells: name, pages, links, revised prompt, percentage, retries.
  v1::VideoProgress said;
  // The answer has ended; all that follows is of that.
  bool ended = false;
  // How the job failed, or that the answer broke. OK: `said` has the video's links, or the answer
  // ended before its job did.
  absl::Status status;
  // Whether the end of the answer leaves open what becomes of the job.
  bool may_go_on = false;
  // Things worth knowing that are no errors.
  std::vector<std::string> warnings;
};

// A job whose answer is being read on one loop, for whoever watches on any. Any thread.
class ReverseJob {
 public:
  ReverseJob() : state_(std::make_shared<ReverseJobState>()) {}

  std::shared_ptr<const ReverseJobState> state() const;
  // Replaces the state and wakes everybody who watches.
  void Publish(ReverseJobState state);

  // One that watches: its signal is set, on its loop, after every change. Owned by the flow that
  // watches; the loop outlives it. Loop thread only.
  class Watcher {
   public:
    Watcher(std::shared_ptr<ReverseJob> job, EventLoop& loop);
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;
    ~Watcher();

    Signal& changed() { return ear_->changed; }

   private:
    friend class ReverseJob;
    // What a wake-up that is under way keeps alive.
    class Ear {
     public:
      explicit Ear(EventLoop& loop) : loop(loop) {}
      EventLoop& loop;
      Signal changed;
    };

    const std::shared_ptr<ReverseJob> job_;
    const std::shared_ptr<Ear> ear_;
  };

 private:
  mutable absl::Mutex mutex_;
  std::shared_ptr<const ReverseJobState> state_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::shared_ptr<Watcher::Ear>> ears_ ABSL_GUARDED_BY(mutex_);
};

// Finds the jobs of this replica by their operations, also for a while after their end. Holds at
// most so many; beyond that the oldest are forgotten early. Any thread.
class ReverseJobs {
 public:
  static constexpr size_t kCapacity = 1000;
  static constexpr absl::Duration kKeptFor = absl::Hours(6);

  explicit ReverseJobs(size_t capacity = kCapacity) : capacity_(capacity) {}

  void Add(const Operation& operation, std::shared_ptr<ReverseJob> job);
  // Null: another replica's, or forgotten.
  std::shared_ptr<ReverseJob> Find(const Operation& operation) const;

 private:
  class Entry {
   public:
    absl::Time added;
    std::string key;
  };

  const size_t capacity_;
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<ReverseJob>> jobs_ ABSL_GUARDED_BY(mutex_);
  std::deque<Entry> by_age_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REVERSE_JOB_H_
