// How much may be held for callers at a time.
#ifndef MEDIAGEN_SERVER_ASYNC_BYTE_BUDGET_H_
#define MEDIAGEN_SERVER_ASYNC_BYTE_BUDGET_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <utility>

#include "server/async/event_loop.h"

namespace mediagen {

class Signal;

namespace byte_budget_internal {

class Ledger;
class InLine;

}  // namespace byte_budget_internal

// Bytes of a budget that somebody holds; they go back when it ends, wherever and however that is.
// Moves only. Any thread; not shared; may outlive the budget.
class ByteLease {
 public:
  ByteLease() = default;
  ByteLease(ByteLease&& other) noexcept
      : ledger_(std::move(other.ledger_)), bytes_(std::exchange(other.bytes_, 0)) {}
  ByteLease& operator=(ByteLease&& other) noexcept;
  ~ByteLease() { ShrinkTo(0); }

  int64_t bytes() const { return bytes_; }
  bool empty() const { return bytes_ == 0; }
  // Gives back all but `bytes`; nothing where it holds less.
  void ShrinkTo(int64_t bytes);
  // Takes over what `other`, of the same budget, holds.
  void Absorb(ByteLease other);

 private:
  friend class byte_budget_internal::Ledger;
  ByteLease(std::shared_ptr<byte_budget_internal::Ledger> ledger, int64_t bytes)
      : ledger_(std::move(ledger)), bytes_(bytes) {}

  std::shared_ptr<byte_budget_internal::Ledger> ledger_;
  int64_t bytes_ = 0;
};

// The place of the one call that may go beyond a budget, or beyond a part of it and the whole; free
// again when this ends. Moves only. Any thread; not shared.
class PlaceAhead {
 public:
  PlaceAhead() = default;
  PlaceAhead(PlaceAhead&& other) noexcept = default;
  PlaceAhead& operator=(PlaceAhead&& other) noexcept;
  ~PlaceAhead();

  bool held() const { return of_part_ != nullptr || of_whole_ != nullptr; }

 private:
  friend class byte_budget_internal::Ledger;
  friend class ByteWaiter;
  // Takes over what `other` holds.
  void Absorb(PlaceAhead other);

  std::shared_ptr<byte_budget_internal::Ledger> of_part_;
  std::shared_ptr<byte_budget_internal::Ledger> of_whole_;
};

// One budget for all bytes of media that a process holds for its callers, or the part of it that
// one of them may have: what a part gives counts for the whole, too. Who runs out of either waits
// (ByteWaiter); chunks shrink before that. Copies are the same budget. Any thread.
class ByteBudget {
 public:
  // Chunks of this size always do; with less than one to spare there is no room for another call.
  static constexpr int64_t kSmallestChunk = int64_t{128} * 1024;
  // Three of them are what a stream costs at the most: two on their way to the caller, and one that
  // is being filled, by five blocks of 120 KiB of base64.
  static constexpr int64_t kLargestChunk = int64_t{450} * 1024;
  // What a call is given in any case that has nothing left to send.
  static constexpr int64_t kHungryChunk = int64_t{64} * 1024;
  static constexpr size_t kMostChunksAhead = 2;

  explicit ByteBudget(int64_t capacity);
  // One that never runs out.
  static ByteBudget& Unlimited();
  // A part of this one, which is no part itself.
  ByteBudget Part(int64_t capacity) const;
  // What is held already stays held.
  void SetCapacity(int64_t capacity);

  // Of a part: what the whole allows as well.
  int64_t capacity() const;
  int64_t used() const;
  // Whether there is room for one more chunk, or will be when `own` bytes are given back.
  bool HasRoom(int64_t own = 0) const;
  // Whether `bytes` more are too much for this part alone.
  bool IsFullPart(int64_t bytes) const;
  // The best size of a chunk now, and how many chunks one call should have ready.
  int64_t ChunkBytes() const;
  size_t ChunksAhead() const;

  // An empty lease when there is not so much, or when others wait for it.
  ByteLease TryTake(int64_t bytes);
  // For what is there already: counted, whether it fits or not.
  ByteLease Take(int64_t bytes);

 private:
  friend class ByteWaiter;
  explicit ByteBudget(std::shared_ptr<byte_budget_internal::Ledger> ledger);

  std::shared_ptr<byte_budget_internal::Ledger> ledger_;
};

// What one call holds of the budget beside its chunks. A part of the call's context. Loop thread
// only after construction.
class CallBytes {
 public:
  explicit CallBytes(ByteBudget& budget) : budget(budget) {}

  // Whether the call may begin: what it uploads makes room for what it is answered.
  bool MayBegin() const { return budget.HasRoom(upload.bytes()); }

  ByteBudget& budget;
  // Of the request's media, until the upstream has them.
  ByteLease upload;
  // Of answers that are put together, until the call has ended.
  ByteLease collected;
  // The call can give nothing back before it has all of its answer. Such calls would wait for each
  // other for ever, so that one of them at a time may go beyond the budget.
  bool collects = false;
  PlaceAhead place_ahead;
};

// Waits in line for bytes, first come, first served. Owned by what fills chunks; loop thread only.
// Call and loop outlive it.
class ByteWaiter {
 public:
  ByteWaiter(CallBytes& call, EventLoop& loop) : call_(call), loop_(loop) {}
  ByteWaiter(const ByteWaiter&) = delete;
  ByteWaiter& operator=(const ByteWaiter&) = delete;
  // Leaves the line.
  ~ByteWaiter();

  // `most` bytes, or, after a wait, as many as do. Empty: not yet; ask again when `granted` has
  // been set, which is there as long as anybody waits for it.
  ByteLease Get(int64_t most, Signal& granted);
  // For a call that has nothing left to send: at once, and beyond the budget if need be, or callers
  // who do not read would keep everybody else waiting. A call that collects waits all the same.
  ByteLease GetHungry(int64_t most, Signal& granted);
  // Whether it stands in line and there is nothing to get yet.
  bool IsWaiting() const;

 private:
  void LeaveLine();

  CallBytes& call_;
  EventLoop& loop_;
  std::shared_ptr<byte_budget_internal::InLine> place_;  // Null: not in line.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_ASYNC_BYTE_BUDGET_H_
