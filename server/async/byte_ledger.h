// What a byte budget, its parts and its leases share.
#ifndef MEDIAGEN_SERVER_ASYNC_BYTE_LEDGER_H_
#define MEDIAGEN_SERVER_ASYNC_BYTE_LEDGER_H_

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <list>
#include <memory>
#include <mutex>
#include <utility>

#include "server/async/byte_budget.h"
#include "server/async/call_context.h"

namespace mediagen {
namespace byte_budget_internal {

// Who waits, and what he gets. The lock of its ledgers guards it while it stands in line,
// afterwards it belongs to its loop.
class InLine {
 public:
  InLine(EventLoop& loop, Signal& granted, int64_t wanted, bool collects)
      : loop(loop), granted(&granted), wanted(wanted), collects(collects) {}

  EventLoop& loop;
  Signal* granted;  // Null: nobody waits any more. Loop thread only.
  const int64_t wanted;
  const bool collects;
  std::shared_ptr<Ledger> owner;  // Whose lease it gets.
  Ledger* line = nullptr;         // In whose line it stands; null: in none.
  ByteLease lease;
  PlaceAhead place_ahead;
};

// What a budget and its leases share. A part has a line of its own, and who has come to its end
// stands in the line of the whole, with his share of the part taken. One lock for a whole and its
// parts. Who is ahead in the whole waits nowhere: else he could wait for one who is ahead in a part
// and waits for him.
class Ledger : public std::enable_shared_from_this<Ledger> {
 public:
  explicit Ledger(int64_t capacity) : capacity_(capacity), mutex_(std::make_shared<std::mutex>()) {}
  Ledger(int64_t capacity, std::shared_ptr<Ledger> whole)
      : capacity_(capacity), whole_(std::move(whole)), mutex_(whole_->mutex_) {}

  void SetCapacity(int64_t capacity) {
    std::lock_guard lock(*mutex_);
    capacity_ = capacity;
    Serve();
  }
  int64_t capacity() const {
    std::lock_guard lock(*mutex_);
    return whole_ == nullptr ? capacity_ : std::min(capacity_, whole_->capacity_);
  }
  int64_t used() const {
    std::lock_guard lock(*mutex_);
    return used_;
  }
  // How full it is, in quarters.
  int64_t Quarters() const {
    std::lock_guard lock(*mutex_);
    const int64_t own = QuartersLocked();
    return whole_ == nullptr ? own : std::max(own, whole_->QuartersLocked());
  }
  bool HasRoom(int64_t bytes) const {
    std::lock_guard lock(*mutex_);
    return MayTake(bytes);
  }
  bool IsFullPart(int64_t bytes) const {
    std::lock_guard lock(*mutex_);
    return whole_ != nullptr && !(line_.empty() && Fits(bytes));
  }
  ByteLease TryTake(int64_t bytes) {
    std::lock_guard lock(*mutex_);
    if (!MayTake(bytes)) return {};
    return TakeLocked(bytes);
  }
  ByteLease Take(int64_t bytes) {
    std::lock_guard lock(*mutex_);
    return TakeLocked(bytes);
  }
  // For the one who is ahead in this part.
  ByteLease TryTakeOfWhole(int64_t bytes) {
    std::lock_guard lock(*mutex_);
    if (!whole_->MayTake(bytes)) return {};
    return TakeLocked(bytes);
  }
  void GiveBack(int64_t bytes) {
    std::lock_guard lock(*mutex_);
    Count(-bytes);
    Serve();
    if (whole_ != nullptr) whole_->Serve();
  }
  void LeavePlaceAhead() {
    std::lock_guard lock(*mutex_);
    someone_is_ahead_ = false;
    Serve();
  }
  void Join(const std::shared_ptr<InLine>& place, bool is_ahead_in_part) {
    std::lock_guard lock(*mutex_);
    place->owner = shared_from_this();
    StandInLine(place);
    if (is_ahead_in_part) {
      Pass(std::prev(line_.end()));
    } else {
      Serve();
    }
  }
  // Nothing for one who is in no line: he has been, or is being, told of his bytes.
  void Leave(const std::shared_ptr<InLine>& place) {
    std::lock_guard lock(*mutex_);
    if (place->line == nullptr) return;
    Ledger* const line = std::exchange(place->line, nullptr);
    line->line_.remove(place);
    if (line != this) {
      used_ -= place->wanted;
      Serve();
    }
    line->Serve();
  }
  bool IsInLine(const InLine& place) const {
    std::lock_guard lock(*mutex_);
    return place.line != nullptr;
  }

 private:
  // All under the lock.
  bool Fits(int64_t bytes) const { return bytes <= capacity_ - used_; }
  bool MayTake(int64_t bytes) const {
    return line_.empty() && Fits(bytes) && (whole_ == nullptr || whole_->MayTake(bytes));
  }
  int64_t QuartersLocked() const { return used_ / std::max<int64_t>(1, capacity_ / 4); }
  void Count(int64_t bytes) {
    used_ += bytes;
    if (whole_ != nullptr) whole_->used_ += bytes;
  }
  ByteLease TakeLocked(int64_t bytes) {
    Count(bytes);
    return ByteLease(shared_from_this(), bytes);
  }
  void StandInLine(const std::shared_ptr<InLine>& place) {
    place->line = this;
    line_.push_back(place);
  }
  // One in line has come to its end.
  void Pass(std::list<std::shared_ptr<InLine>>::iterator at) {
    const std::shared_ptr<InLine> place = *at;
    line_.erase(at);
    used_ += place->wanted;
    if (whole_ != nullptr) {
      whole_->StandInLine(place);
      whole_->Serve();
      return;
    }
    place->line = nullptr;
    place->lease = ByteLease(place->owner, place->wanted);
    // Whoever waits lives on that loop, so that it is there; he leaves the line before it stops.
    place->loop.Post([place] {
      if (place->granted != nullptr) place->granted->Set();
    });
  }
  void Serve() {
    while (!line_.empty() && Fits(line_.front()->wanted)) Pass(line_.begin());
    if (line_.empty() || someone_is_ahead_) return;
    const auto first =
        std::find_if(line_.begin(), line_.end(), [](const auto& place) { return place->collects; });
    if (first == line_.end()) return;
    someone_is_ahead_ = true;
    PlaceAhead& ahead = (*first)->place_ahead;
    (whole_ == nullptr ? ahead.of_whole_ : ahead.of_part_) = shared_from_this();
    Pass(first);
  }

  int64_t capacity_;
  const std::shared_ptr<Ledger> whole_;      // Null: it is the whole.
  const std::shared_ptr<std::mutex> mutex_;  // Not Abseil's: ThreadSanitizer sees the locks of the
                                             // C library alone. Guards all but the constants.
  int64_t used_ = 0;
  bool someone_is_ahead_ = false;
  std::list<std::shared_ptr<InLine>> line_;
};

}  // namespace byte_budget_internal

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_ASYNC_BYTE_LEDGER_H_
