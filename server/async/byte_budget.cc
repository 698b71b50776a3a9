#include "server/async/byte_budget.h"

#include <algorithm>
#include <limits>

#include "server/async/byte_ledger.h"
#include "server/async/call_context.h"

namespace mediagen {
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
  std::swap(of_part_, other.of_part_);
  std::swap(of_whole_, other.of_whole_);
  return *this;
}

PlaceAhead::~PlaceAhead() {
  if (of_part_ != nullptr) of_part_->LeavePlaceAhead();
  if (of_whole_ != nullptr) of_whole_->LeavePlaceAhead();
}

void PlaceAhead::Absorb(PlaceAhead other) {
  if (other.of_part_ != nullptr) of_part_ = std::move(other.of_part_);
  if (other.of_whole_ != nullptr) of_whole_ = std::move(other.of_whole_);
}

ByteBudget::ByteBudget(int64_t capacity) : ledger_(std::make_shared<Ledger>(capacity)) {}
ByteBudget::ByteBudget(std::shared_ptr<Ledger> ledger) : ledger_(std::move(ledger)) {}

ByteBudget ByteBudget::Part(int64_t capacity) const {
  return ByteBudget(std::make_shared<Ledger>(capacity, ledger_));
}

void ByteBudget::SetCapacity(int64_t capacity) { ledger_->SetCapacity(capacity); }

ByteBudget& ByteBudget::Unlimited() {
  static ByteBudget unlimited(std::numeric_limits<int64_t>::max());
  return unlimited;
}

int64_t ByteBudget::capacity() const { return ledger_->capacity(); }
int64_t ByteBudget::used() const { return ledger_->used(); }
bool ByteBudget::HasRoom(int64_t own) const { return ledger_->HasRoom(kSmallestChunk - own); }
bool ByteBudget::IsFullPart(int64_t bytes) const { return ledger_->IsFullPart(bytes); }

int64_t ByteBudget::ChunkBytes() const {
  const int64_t quarters = ledger_->Quarters();
  if (quarters < 2) return kLargestChunk;
  return quarters < 3 ? kLargestChunk / 2 : kSmallestChunk;
}

size_t ByteBudget::ChunksAhead() const { return ledger_->Quarters() < 3 ? kMostChunksAhead : 1; }

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
    call_.place_ahead.Absorb(std::move(place->place_ahead));
    return std::move(place->lease);
  }
  if (call_.place_ahead.of_whole_ != nullptr) return ledger.Take(most);
  const bool ahead_in_part = call_.place_ahead.of_part_ != nullptr;
  ByteLease lease = ahead_in_part ? ledger.TryTakeOfWhole(most) : ledger.TryTake(most);
  if (!lease.empty()) return lease;
  const int64_t least = std::min(most, ByteBudget::kSmallestChunk);
  place_ = std::make_shared<InLine>(loop_, granted, least, call_.collects);
  ledger.Join(place_, ahead_in_part);
  return {};
}

}  // namespace mediagen
