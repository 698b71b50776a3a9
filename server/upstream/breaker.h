// When a provider is left alone.
#ifndef MEDIAGEN_SERVER_UPSTREAM_BREAKER_H_
#define MEDIAGEN_SERVER_UPSTREAM_BREAKER_H_

#include <array>
#include <cstdint>
#include <mutex>

#include "absl/time/time.h"
#include "server/async/event_loop.h"

namespace mediagen {

// What it takes to leave a provider alone. A plain value.
class BreakerOptions {
 public:
  BreakerOptions() = default;
  int min_calls = 20;  // That a window must have seen; 0: the breaker never opens.
  double failure_share = 0.5;
  absl::Duration window = absl::Seconds(60);
  absl::Duration open_time = absl::Seconds(30);
};

// What a call that has ended says of its provider's health.
enum class CallHealth {
  kGood,     // It answered, be it with a refusal.
  kFailure,  // No connection, a 5xx, or silence.
  kNothing,  // The call ended before it could tell.
};

// Lets calls through to a provider until too many of them fail; then none for a while; then one at
// a time, until one of those comes back well. That one is always a call that somebody asked for.
// Any thread.
class Breaker {
 public:
  enum class State { kClosed = 0, kHalfOpen = 1, kOpen = 2 };

  // A call that may go, or for how long it may not. A plain value.
  class Admission {
   public:
    Admission() = default;
    bool admitted = false;
    bool is_probe = false;       // End of this very call decides.
    absl::Duration retry_after;  // If it was not admitted.
  };

  explicit Breaker(BreakerOptions options) : options_(options) {}

  // Every call that was admitted ends once.
  Admission Admit(MonotonicTime now);
  void End(const Admission& admission, CallHealth health, MonotonicTime now);
  // What Admit would say, without going.
  Admission Peek(MonotonicTime now) const;
  State state(MonotonicTime now) const;

 private:
  // The window moves on by a tenth at a time.
  static constexpr size_t kSlots = 10;
  class Slot {
   public:
    int64_t number = -1;
    int64_t calls = 0;
    int64_t failures = 0;
  };

  // All under mutex_.
  Admission Look(MonotonicTime now) const;
  void Count(bool failed, MonotonicTime now);
  bool HasFailedTooOften(MonotonicTime now) const;
  int64_t SlotNumber(MonotonicTime now) const;

  const BreakerOptions options_;
  mutable std::mutex mutex_;
  std::array<Slot, kSlots> slots_;
  bool is_closed_ = true;
  MonotonicTime open_until_;
  bool probe_is_out_ = false;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_BREAKER_H_
