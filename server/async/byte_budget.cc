#include "server/async/byte_budget.h"

#include <algorithm>
#include <limits>

#include "server/async/call_context.h"

namespace mediagen {
namespace byte_budget_internal {

// Who waits, and what he gets. The budget's lock guards it while it stands in line, afterwards it
// belongs to its loop.
class InLine {
 public:
  InLine(EventLoop& loop, Signal& granted, int64_t wanted, bool collects)
      : loop(loop), granted(&granted), wanted(wanted), collects(collects) {}

  EventLoop& loop;
  Signal* granted;  // Null: nobody waits any more. Loop thread only.
  const int64_t wanted;
  const bool collects;
  bool is_in_line = true;
  ByteLease lease;
  PlaceAhead place_ahead;
};

// What a budget and its leases share.
class Ledger : public std::enable_shared_from_this<Ledger> {
 public:
  explicit Ledger(int64_t capacity) : capacity_(capacity) {}

  int64_t capacity() const { return capacity_; }
  int64_t used() {
    std::lock_guard lock(mutex_);
    return used_;
  }
  bool HasRoom(int64_t bytes) {
    std::lock_guard lock(mutex_);
    return line_.empty() && Fits(bytes);
  }
  ByteLease TryTake(int64_t bytes) {
    std::lock_guard lock(mutex_);
    if (!line_.empty() || !Fits(bytes)) return {};
    return TakeLocked(bytes);
  }
  ByteLease Take(int64_t bytes) {
    std::lock_guard lock(mutex_);
    return TakeLocked(bytes);
  }
  void GiveBack(int64_t bytes) {
    std::lock_guard lock(mutex_);
    used_ -= bytes;
    Serve();
  }
  void LeavePlaceAhead() {
    std::lock_guard lock(mutex_);
    someone_is_ahead_ = false;
    Serve();
  }
  void Join(std::shared_ptr<InLine> place) {
    std::lock_guard lock(mutex_);
    line_.push_back(std::move(place));
    Serve();
  }
  // Whether it was still in line; else it has been, or is being, told of its bytes.
  bool Leave(const std::shared_ptr<InLine>& place) {
    std::lock_guard lock(mutex_);
    if (!place->is_in_line) return false;
    place->is_in_line = false;
    line_.remove(place);
    Serve();
    return true;
  }
  bool IsInLine(const InLine& place) {
    std::lock_guard lock(mutex_);
    return place.is_in_line;
  }

 private:
  // All under the lock.
  bool Fits(int64_t bytes) const { return bytes <= capacity_ - used_; }
  ByteLease TakeLocked(int64_t bytes) {
    used_ += bytes;
    return ByteLease(shared_from_this(), bytes);
  }
  void Grant(std::list<std::shared_ptr<InLine>>::iterator at) {
    const std::shared_ptr<InLine> place = *at;
    line_.erase(at);
    place->is_in_line = false;
    place->lease = TakeLocked(place->wanted);
    // Whoever waits lives on that loop, so that it is there; he leaves the line before it stops.
    place->loop.Post([place] {
      if (place->granted != nullptr) place->granted->Set();
    });
  }
  void Serve() {
    while (!line_.empty() && Fits(line_.front()->wanted)) Grant(line_.begin());
    if (line_.empty() || someone_is_ahead_) return;
    const auto first =
        std::find_if(line_.begin(), line_.end(), [](const auto& place) { return place->collects; });
    if (first == line_.end()) return;
    someone_is_ahead_ = true;
    (*first)->place_ahead = PlaceAhead(shared_from_this());
    Grant(first);
  }

  const int64_t capacity_;
  std::mutex mutex_;  // Not Abseil's: ThreadSanitizer sees the locks of the C library alone.
  int64_t used_ = 0;
  bool someone_is_ahead_ = false;
  std::list<std::shared_ptr<InLine>> line_;
};

}  // namespace byte_budget_internal

using byte_budget_internal::InLine;
using byte_budget_internal::Ledger;

ByteLease& ByteLease::operator=(ByteLease&& other) noexcept {
  if (this == &other) return *this;
  ShrinkTo(0);
  ledger_ = std::move(other.ledger_);
  bytes_ = std::exchange(other.bytes_, 0);
  return *this;
}

void ByteLease::ShrinkTo(int64_t bytes) {
  if (bytes >= bytes_) return;
  ledger_->GiveBack(bytes_ - bytes);
  bytes_ = bytes;
}

void ByteLease::Absorb(ByteLease other) {
  if (other.empty()) return;
  ledger_ = std::move(other.ledger_);
  bytes_ += std::exchange(other.bytes_, 0);
}

PlaceAhead& PlaceAhead::operator=(PlaceAhead&& other) noexcept {
  std::swap(ledger_, other.ledger_);
  return *this;
}

PlaceAhead::~PlaceAhead() {
  if (ledger_ != nullptr) ledger_->LeavePlaceAhead();
}

ByteBudget::ByteBudget(int64_t capacity) : ledger_(std::make_shared<Ledger>(capacity)) {}

ByteBudget& ByteBudget::Unlimited() {
  static ByteBudget unlimited(std::numeric_limits<int64_t>::max());
  return unlimited;
}

int64_t ByteBudget::capacity() const { return ledger_->capacity(); }
int64_t ByteBudget::used() const { return ledger_->used(); }
bool ByteBudget::HasRoom(int64_t own) const { return ledger_->HasRoom(kSmallestChunk - own); }

int64_t ByteBudget::ChunkBytes() const {
  const int64_t quarters = used() / (capacity() / 4);
  if (quarters < 2) return kLargestChunk;
  return quarters < 3 ? kLargestChunk / 2 : kSmallestChunk;
}

size_t ByteBudget::ChunksAhead() const {
  return used() / (capacity() / 4) < 3 ? kMostChunksAhead : 1;
}

ByteLease ByteBudget::TryTake(int64_t bytes) { return ledger_->TryTake(bytes); }
ByteLease ByteBudget::Take(int64_t bytes) { return ledger_->Take(bytes); }

ByteWaiter::~ByteWaiter() { LeaveLine(); }

void ByteWaiter::LeaveLine() {
  if (place_ == nullptr) return;
  call_.budget.ledger_->Leave(place_);
  place_->granted = nullptr;
  place_->lease = ByteLease();
  place_->place_ahead = PlaceAhead();
  place_ = nullptr;
}

ByteLease ByteWaiter::GetHungry(int64_t most, Signal& granted) {
  if (call_.collects || (place_ != nullptr && !IsWaiting())) return Get(most, granted);
  LeaveLine();
  Ledger& ledger = *call_.budget.ledger_;
  if (ByteLease lease = ledger.TryTake(most); !lease.empty()) return lease;
  return ledger.Take(std::min(most, ByteBudget::kHungryChunk));
}

bool ByteWaiter::IsWaiting() const {
  return place_ != nullptr && call_.budget.ledger_->IsInLine(*place_);
}

ByteLease ByteWaiter::Get(int64_t most, Signal& granted) {
  Ledger& ledger = *call_.budget.ledger_;
  if (place_ != nullptr) {
    if (IsWaiting()) return {};
    const std::shared_ptr<InLine> place = std::move(place_);
    place->granted = nullptr;
    if (place->place_ahead.held()) call_.place_ahead = std::move(place->place_ahead);
    return std::move(place->lease);
  }
  if (call_.place_ahead.held()) return ledger.Take(most);
  if (ByteLease lease = ledger.TryTake(most); !lease.empty()) return lease;
  const int64_t least = std::min(most, ByteBudget::kSmallestChunk);
  place_ = std::make_shared<InLine>(loop_, granted, least, call_.collects);
  ledger.Join(place_);
  return {};
}

}  // namespace mediagen
