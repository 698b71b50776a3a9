#include "server/async/event_loop.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace mediagen {
namespace {

// A loop without its descriptors cannot exist; there is no caller who could do anything about it.
int OrDie(int fd, const char* what) {
  if (fd < 0) {
    std::perror(what);
    std::abort();
  }
  return fd;
}

void WatchForReading(int epoll_fd, int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  OrDie(epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

}  // namespace

MonotonicTime After(MonotonicTime from, absl::Duration delay) {
  // A century stands for "never" and stays clear of overflow.
  if (delay > absl::Hours(24 * 36500)) return kNever;
  return from + absl::ToChronoNanoseconds(delay);
}

void Timer::Arm(MonotonicTime when) {
  Cancel();
  if (when == kNever) return;
  position_ = loop_.timers_.emplace(when, this);
  armed_ = true;
}

void Timer::Cancel() {
  if (!armed_) return;
  loop_.timers_.erase(position_);
  armed_ = false;
}

EventLoop::EventLoop()
    : epoll_fd_(OrDie(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      bulk_epoll_fd_(OrDie(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      wake_fd_(OrDie(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd")) {
  WatchForReading(epoll_fd_, wake_fd_);
  WatchForReading(epoll_fd_, bulk_epoll_fd_);
}

EventLoop::~EventLoop() {
  close(wake_fd_);
  close(bulk_epoll_fd_);
  close(epoll_fd_);
}

void EventLoop::Run() {
  for (;;) {
    RunPosted();
    FireTimers();
    ResumeReady();
    {
      std::lock_guard lock(mutex_);
      if (stop_ && posted_.empty() && ready_.empty()) return;
    }
    WaitForFds();
  }
}

void EventLoop::Stop() {
  std::lock_guard lock(mutex_);
  stop_ = true;
  Wake();
}

void EventLoop::Post(absl::AnyInvocable<void()> work) {
  // Written under the lock: once the work is visible, the loop may run it and be destroyed by it.
  std::lock_guard lock(mutex_);
  posted_.push_back(std::move(work));
  Wake();
}

void EventLoop::PostDeferred(absl::AnyInvocable<void()> work) {
  std::lock_guard lock(mutex_);
  posted_.push_back(std::move(work));
  if (posted_.size() >= kMostDeferred) Wake();
}

void EventLoop::Wake() {
  if (std::exchange(asleep_, false)) eventfd_write(wake_fd_, 1);
}

void EventLoop::RunPosted() {
  std::vector<absl::AnyInvocable<void()>> work;
  {
    std::lock_guard lock(mutex_);
    work.swap(posted_);
  }
  for (auto& item : work) std::move(item)();
}

void EventLoop::FireTimers() {
  const MonotonicTime now = this->now();
  while (!timers_.empty() && timers_.begin()->first <= now) {
    Timer* timer = timers_.begin()->second;
    timer->Cancel();
    timer->OnTimer();
  }
}

void EventLoop::ResumeReady() {
  // Only what is ready now: coroutines that wake each other must not starve the sockets.
  for (size_t left = ready_.size(); left > 0; --left) {
    std::coroutine_handle<> coroutine = ready_.front();
    ready_.pop_front();
    coroutine.resume();
  }
}

void EventLoop::Watch(int fd, bool read, bool write, FdWatcher* watcher, FdPriority priority) {
  const auto epoll_fd_of = [this](FdPriority of) {
    return of == FdPriority::kBulk ? bulk_epoll_fd_ : epoll_fd_;
  };
  const auto found = watched_.find(fd);
  const bool stays =
      (read || write) && found != watched_.end() && found->second.priority == priority;
  if (found != watched_.end() && !stays) {
    epoll_ctl(epoll_fd_of(found->second.priority), EPOLL_CTL_DEL, fd, nullptr);
    watched_.erase(found);
  }
  if (!read && !write) return;
  epoll_event event{};
  event.events = (read ? uint32_t{EPOLLIN} : 0) | (write ? uint32_t{EPOLLOUT} : 0);
  event.data.fd = fd;
  watched_.insert_or_assign(fd, Watched{watcher, priority});
  const int epoll_fd = epoll_fd_of(priority);
  if (epoll_ctl(epoll_fd, stays ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event) == 0) return;
  // The number may have been closed and given out again behind our back, in either direction.
  if (errno == ENOENT) epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event);
  if (errno == EEXIST) epoll_ctl(epoll_fd, EPOLL_CTL_MOD, fd, &event);
}

int EventLoop::IdleMilliseconds() {
  if (!ready_.empty()) return 0;
  int idle = -1;
  if (!timers_.empty()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(timers_.begin()->first - now());
    idle = static_cast<int>(std::clamp<int64_t>(left.count(), 0, 60'000));
  }
  std::lock_guard lock(mutex_);
  if (stop_ || !posted_.empty()) return 0;
  asleep_ = idle != 0;
  return idle;
}

void EventLoop::WaitForFds() {
  std::array<epoll_event, 64> events;
  const int idle = IdleMilliseconds();
  turn_times_.Note(now() - turn_began_);
  const int count = epoll_wait(epoll_fd_, events.data(), static_cast<int>(events.size()), idle);
  turn_began_ = now();
  bool bulk_is_ready = false;
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<size_t>(i)];
    if (event.data.fd == wake_fd_) {
      eventfd_t ignored;
      eventfd_read(wake_fd_, &ignored);
    } else if (event.data.fd == bulk_epoll_fd_) {
      bulk_is_ready = true;
    } else {
      Handle(event);
    }
  }
  if (bulk_is_ready) HandleNextBulkFd();
}

void EventLoop::HandleNextBulkFd() {
  epoll_event event{};
  if (epoll_wait(bulk_epoll_fd_, &event, 1, 0) == 1) Handle(event);
}

void EventLoop::Handle(const epoll_event& event) {
  // An earlier callback of this round may have stopped watching it.
  const auto found = watched_.find(event.data.fd);
  if (found == watched_.end()) return;
  const bool broken = (event.events & (EPOLLERR | EPOLLHUP)) != 0;
  found->second.watcher->OnReady(event.data.fd, broken || (event.events & EPOLLIN) != 0,
                                 broken || (event.events & EPOLLOUT) != 0);
}

}  // namespace mediagen
