// Values that are read all the time and replaced now and then.
#ifndef MEDIAGEN_SERVER_ASYNC_REPLACEABLE_H_
#define MEDIAGEN_SERVER_ASYNC_REPLACEABLE_H_

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace mediagen {

// A value whose readers keep references to it for as long as a call lives: what was replaced stays
// until the end. Any thread. Meant for what people change by hand, which bounds how much that can
// become.
template <typename T>
class Replaceable {
 public:
  explicit Replaceable(T value) { Replace(std::move(value)); }
  Replaceable(const Replaceable&) = delete;
  Replaceable& operator=(const Replaceable&) = delete;

  const T& Get() const { return *current_.load(std::memory_order_acquire); }

  void Replace(T value) {
    auto next = std::make_unique<const T>(std::move(value));
    std::lock_guard lock(mutex_);
    current_.store(next.get(), std::memory_order_release);
    all_.push_back(std::move(next));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<const T>> all_;  // Guarded by mutex_.
  std::atomic<const T*> current_ = nullptr;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_ASYNC_REPLACEABLE_H_
