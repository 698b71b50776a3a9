// What a flow knows of the call it serves, and the one place where flows wait.
#ifndef MEDIAGEN_SERVER_ASYNC_CALL_CONTEXT_H_
#define MEDIAGEN_SERVER_ASYNC_CALL_CONTEXT_H_

#include <coroutine>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/async/byte_budget.h"
#include "server/async/event_loop.h"

namespace mediagen {

class Wait;

// Says whether a call still has a reason to go on, and wakes its flow when it has not.
// Owned by whoever runs the flow; outlives the flow. Loop thread only.
class CallContext {
 public:
  explicit CallContext(EventLoop& loop, MonotonicTime deadline = kNever,
                       ByteBudget& budget = ByteBudget::Unlimited())
      : loop_(loop), deadline_(deadline), bytes_(budget) {}
  CallContext(const CallContext&) = delete;
  CallContext& operator=(const CallContext&) = delete;

  EventLoop& loop() const { return loop_; }
  MonotonicTime deadline() const { return deadline_; }
  CallBytes& bytes() { return bytes_; }

  // Header line that tells upstreams which trace the call is part of; empty: they are not told.
  const std::string& trace_header() const { return trace_header_; }
  void SetTraceHeader(std::string line) { trace_header_ = std::move(line); }

  // OK while the call lives; then why it ended.
  const absl::Status& status() const { return status_; }

  // Ends the call: the wait under way, and every later one, ends with `reason` (not OK). The first
  // reason counts.
  void End(absl::Status reason);

 private:
  friend class Wait;

  EventLoop& loop_;
  const MonotonicTime deadline_;
  CallBytes bytes_;
  absl::Status status_;
  std::string trace_header_;
  Wait* wait_ = nullptr;
};

// What a callback sets and a flow waits for. Loop thread only.
class Signal {
 public:
  Signal() = default;
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  // Wakes the flow that waits, or the next one that will.
  void Set();

 private:
  friend class Wait;

  bool set_ = false;
  Wait* wait_ = nullptr;
};

enum class Waited {
  kSignalled,  // The signal was set (and is now cleared).
  kIdle,       // The limit passed first. Time for a heartbeat.
};

// The leaf of all waiting: `absl::StatusOr<Waited> waited = co_await Wait(call, signal, limit);`
// An error says that the call has ended. A flow waits in one place at a time, always with a limit.
class Wait : private Timer {
 public:
  Wait(CallContext& call, Signal& signal, absl::Duration limit);
  ~Wait() override = default;

  bool await_ready();
  void await_suspend(std::coroutine_handle<> flow);
  absl::StatusOr<Waited> await_resume();

 private:
  friend class CallContext;
  friend class Signal;

  void OnTimer() override;
  void Wake();

  CallContext& call_;
  Signal& signal_;
  const MonotonicTime until_;
  std::coroutine_handle<> flow_;
  bool woken_ = false;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_ASYNC_CALL_CONTEXT_H_
