// The loop on which every call lives.
#ifndef MEDIAGEN_SERVER_ASYNC_EVENT_LOOP_H_
#define MEDIAGEN_SERVER_ASYNC_EVENT_LOOP_H_

#include <sys/epoll.h>

#include <chrono>
#include <coroutine>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "server/async/turn_times.h"

namespace mediagen {

// Points in time that no clock adjustment moves.
using MonotonicTime = std::chrono::steady_clock::time_point;
inline constexpr MonotonicTime kNever = MonotonicTime::max();

// `delay` from `from`; an infinite delay is kNever.
MonotonicTime After(MonotonicTime from, absl::Duration delay);

class EventLoop;

// Something to be told when a time has come. Loop thread only. Cancels itself when destroyed; may
// be re-armed any time.
class Timer {
 public:
  explicit Timer(EventLoop& loop) : loop_(loop) {}
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  virtual ~Timer() { Cancel(); }

  // Fires once at `when`, instead of any earlier setting. kNever only cancels.
  void Arm(MonotonicTime when);
  void Cancel();

 protected:
  EventLoop& loop_;

 private:
  friend class EventLoop;
  virtual void OnTimer() = 0;

  bool armed_ = false;
  std::multimap<MonotonicTime, Timer*>::iterator position_;
};

// Something to be told when a file descriptor is ready; in vain at times, when the number was
// closed and given out again in the same round. Loop thread only.
class FdWatcher {
 public:
  virtual ~FdWatcher() = default;
  virtual void OnReady(int fd, bool readable, bool writable) = 0;
};

// Whose descriptors come first.
enum class FdPriority {
  kUsual,
  kBulk,  // Moves much at a time: one of these a turn, after all others.
};

// Runs posted work, timers, file descriptors and woken coroutines, one after the other, on one
// thread. Owns an epoll descriptor; outlives everything that is registered with it.
class EventLoop {
 public:
  EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  ~EventLoop();

  // Runs on the calling thread until Stop. Work that was posted before Stop is done.
  void Run();
  // Any thread.
  void Stop();
  // Any thread. Runs `work` at the top of the loop, in posting order.
  void Post(absl::AnyInvocable<void()> work);
  // The same for what can wait until the loop has something else to do: a loop that sleeps is not
  // woken by it until there are kMostDeferred of them.
  void PostDeferred(absl::AnyInvocable<void()> work);
  static constexpr size_t kMostDeferred = 16;

  // Any thread. From one wait of the loop to the next.
  const TurnTimes& turn_times() const { return turn_times_; }

  // Loop thread only, from here on.
  MonotonicTime now() const { return std::chrono::steady_clock::now(); }
  // Resumes `coroutine` at the top of the loop: callbacks use this, so that nobody is resumed from
  // inside one.
  void ResumeSoon(std::coroutine_handle<> coroutine) { ready_.push_back(coroutine); }
  // Watches `fd` for the given directions, instead of any earlier setting; neither: stops watching.
  void Watch(int fd, bool read, bool write, FdWatcher* watcher,
             FdPriority priority = FdPriority::kUsual);

 private:
  friend class Timer;

  void RunPosted();
  void FireTimers();
  void ResumeReady();
  // Under mutex_: ends the loop's waiting.
  void Wake();
  void WaitForFds();
  void HandleNextBulkFd();
  void Handle(const epoll_event& event);
  // How long there is nothing to do but for files and posted work; 0 when there is something.
  int IdleMilliseconds();

  class Watched {
   public:
    FdWatcher* watcher;
    FdPriority priority;
  };

  const int epoll_fd_;
  const int bulk_epoll_fd_;  // Watched by epoll_fd_.
  const int wake_fd_;
  std::multimap<MonotonicTime, Timer*> timers_;
  std::deque<std::coroutine_handle<>> ready_;
  absl::flat_hash_map<int, Watched> watched_;
  TurnTimes turn_times_;
  MonotonicTime turn_began_ = now();
  std::mutex mutex_;  // Not Abseil's: ThreadSanitizer sees the locks of the C library alone.
  // All guarded by mutex_.
  std::vector<absl::AnyInvocable<void()>> posted_;
  bool asleep_ = false;  // Only a loop that waits has to be woken.
  bool stop_ = false;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_ASYNC_EVENT_LOOP_H_
