// How long a loop kept everybody waiting.
#ifndef MEDIAGEN_SERVER_ASYNC_TURN_TIMES_H_
#define MEDIAGEN_SERVER_ASYNC_TURN_TIMES_H_

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace mediagen {

// Counts the turns of a loop by how long each took. The loop writes, any thread reads; the figures
// of one moment may be a turn apart.
class TurnTimes {
 public:
  // In seconds; longer turns have a bucket of their own.
  static constexpr std::array<double, 8> kBounds = {0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 1, 5};

  void Note(std::chrono::steady_clock::duration turn) {
    const double seconds = std::chrono::duration<double>(turn).count();
    size_t bucket = 0;
    while (bucket < kBounds.size() && seconds > kBounds[bucket]) ++bucket;
    // One writer: no need for an atomic sum.
    counts_[bucket].store(counts_[bucket].load(std::memory_order_relaxed) + 1,
                          std::memory_order_relaxed);
    sum_.store(sum_.load(std::memory_order_relaxed) + seconds, std::memory_order_relaxed);
  }

  uint64_t count(size_t bucket) const { return counts_[bucket].load(std::memory_order_relaxed); }
  // In seconds.
  double sum() const { return sum_.load(std::memory_order_relaxed); }

 private:
  std::array<std::atomic<uint64_t>, kBounds.size() + 1> counts_ = {};
  std::atomic<double> sum_ = 0;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_ASYNC_TURN_TIMES_H_
