#ifndef MEDIAGEN_TESTS_ASYNC_BYTE_CALLER_H_
#define MEDIAGEN_TESTS_ASYNC_BYTE_CALLER_H_

#include <memory>

#include "server/async/byte_budget.h"
#include "server/async/call_context.h"
#include "server/async/task.h"

namespace mediagen::testing {

// A call with what waits for it. Lives on the loop.
class Caller {
 public:
  Caller(ByteBudget& budget, EventLoop& loop) : call(loop, kNever, budget) {}

  ByteLease Get(int64_t bytes = ByteBudget::kSmallestChunk) { return waiter->Get(bytes, signal); }
  Task<absl::Status> Wait() {
    absl::StatusOr<Waited> waited = co_await mediagen::Wait(call, signal, absl::Seconds(20));
    if (waited.ok() && *waited == Waited::kIdle) co_return absl::DeadlineExceededError("in vain");
    co_return waited.status();
  }

  CallContext call;
  Signal signal;
  std::unique_ptr<ByteWaiter> waiter = std::make_unique<ByteWaiter>(call.bytes(), call.loop());
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_ASYNC_BYTE_CALLER_H_
