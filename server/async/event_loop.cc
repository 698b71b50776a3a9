#include "server/async/event_loop.h"

#include <sys/epoll.h>
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
      wake_fd_(OrDie(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd")) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = wake_fd_;
  OrDie(epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, wake_fd_, &event), "epoll_ctl");
}

EventLoop::~EventLoop() {
  close(wake_fd_);
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

void EventLoop::Watch(int fd, bool read, bool write, FdWatcher* watcher) {
  if (!read && !write) {
    if (watchers_.erase(fd) > 0) epoll_ctl(epoll_fd_, EPOLL_CTL_DEL, fd, nullptr);
    return;
  }
  epoll_event event{};
  event.events = (read ? uint32_t{EPOLLIN} : 0) | (write ? uint32_t{EPOLLOUT} : 0);
  event.data.fd = fd;
  const bool known = !watchers_.insert_or_assign(fd, watcher).second;
  if (epoll_ctl(epoll_fd_, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event) == 0) return;
  // The number may have been closed and given out again behind our back, in either direction.
  if (errno == ENOENT) epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, fd, &event);
  if (errno == EEXIST) epoll_ctl(epoll_fd_, EPOLL_CTL_MOD, fd, &event);
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
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<size_t>(i)];
    if (event.data.fd == wake_fd_) {
      eventfd_t ignored;
      eventfd_read(wake_fd_, &ignored);
      continue;
    }
    // An earlier callback of this round may have stopped watching it.
    auto found = watchers_.find(event.data.fd);
    if (found == watchers_.end()) continue;
    const bool broken = (event.events & (EPOLLERR | EPOLLHUP)) != 0;
    found->second->OnReady(event.data.fd, broken || (event.events & EPOLLIN) != 0,
                           broken || (event.events & EPOLLOUT) != 0);
  }
}

}  // namespace mediagen
