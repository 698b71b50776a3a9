#include "server/upstream/breaker.h"

#include <algorithm>

namespace mediagen {
namespace {

// Of a call that comes while a probe is out, and at least.
constexpr absl::Duration kShortWait = absl::Seconds(1);

}  // namespace

Breaker::Admission Breaker::Admit(MonotonicTime now) {
  std::lock_guard lock(mutex_);
  const Admission admission = Look(now);
  if (admission.is_probe) probe_is_out_ = true;
  return admission;
}

Breaker::Admission Breaker::Peek(MonotonicTime now) const {
  std::lock_guard lock(mutex_);
  return Look(now);
}

Breaker::Admission Breaker::Look(MonotonicTime now) const {
  Admission admission;
  if (is_closed_) {
    admission.admitted = true;
  } else if (now < open_until_) {
    admission.retry_after = std::max(kShortWait, absl::FromChrono(open_until_ - now));
  } else if (probe_is_out_) {
    admission.retry_after = kShortWait;
  } else {
    admission.admitted = admission.is_probe = true;
  }
  return admission;
}

void Breaker::End(const Admission& admission, CallHealth health, MonotonicTime now) {
  if (!admission.admitted) return;
  std::lock_guard lock(mutex_);
  if (admission.is_probe) {
    probe_is_out_ = false;
    if (health == CallHealth::kGood) is_closed_ = true;
    if (health == CallHealth::kFailure) open_until_ = After(now, options_.open_time);
    return;
  }
  // What began before it opened says nothing new.
  if (!is_closed_ || health == CallHealth::kNothing) return;
  Count(health == CallHealth::kFailure, now);
  if (!HasFailedTooOften(now)) return;
  is_closed_ = false;
  open_until_ = After(now, options_.open_time);
  slots_ = {};
}

Breaker::State Breaker::state(MonotonicTime now) const {
  std::lock_guard lock(mutex_);
  if (is_closed_) return State::kClosed;
  return now < open_until_ ? State::kOpen : State::kHalfOpen;
}

int64_t Breaker::SlotNumber(MonotonicTime now) const {
  const absl::Duration slot = options_.window / kSlots;
  return absl::FromChrono(now.time_since_epoch()) / std::max(slot, absl::Nanoseconds(1));
}

void Breaker::Count(bool failed, MonotonicTime now) {
  const int64_t number = SlotNumber(now);
  Slot& slot = slots_[static_cast<size_t>(number) % kSlots];
  if (slot.number != number) {
    slot = Slot();
    slot.number = number;
  }
  ++slot.calls;
  if (failed) ++slot.failures;
}

bool Breaker::HasFailedTooOften(MonotonicTime now) const {
  if (options_.min_calls == 0) return false;
  const int64_t oldest = SlotNumber(now) - static_cast<int64_t>(kSlots);
  int64_t calls = 0;
  int64_t failures = 0;
  for (const Slot& slot : slots_) {
    if (slot.number <= oldest) continue;
    calls += slot.calls;
    failures += slot.failures;
  }
  return calls >= options_.min_calls &&
         static_cast<double>(failures) >= options_.failure_share * static_cast<double>(calls);
}

}  // namespace mediagen
