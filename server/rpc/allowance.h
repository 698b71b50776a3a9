// What somebody has of the server now, and how much he may have.
#ifndef MEDIAGEN_SERVER_RPC_ALLOWANCE_H_
#define MEDIAGEN_SERVER_RPC_ALLOWANCE_H_

#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/async/event_loop.h"
#include "server/rpc/daily_spend.h"
#include "server/rpc/limits.h"
#include "server/rpc/request_rate.h"

namespace mediagen {

class Allowance;

// The place of one call in flight; free again when this ends. Moves only. Any thread; not shared.
class CallPlace {
 public:
  CallPlace() = default;
  CallPlace(CallPlace&& other) noexcept = default;
  CallPlace& operator=(CallPlace&& other) noexcept {
    std::swap(allowance_, other.allowance_);
    return *this;
  }
  ~CallPlace();

 private:
  friend class Allowance;
  explicit CallPlace(std::shared_ptr<Allowance> allowance) : allowance_(std::move(allowance)) {}

  std::shared_ptr<Allowance> allowance_;
};

// Calls, requests and spend of one tenant, or of all together. Any thread.
class Allowance : public std::enable_shared_from_this<Allowance> {
 public:
  // `subject` is what errors call it: `server`, or `tenant:` and its name.
  explicit Allowance(std::string subject) : subject_(std::move(subject)) {}

  // What is there already stays.
  void SetLimits(const Limits& limits);

  // One more call. RESOURCE_EXHAUSTED `TOO_MANY_CALLS` or `TOO_MANY_REQUESTS`.
  absl::StatusOr<CallPlace> Enter(MonotonicTime now);
  // One more request within a call that goes on. `TOO_MANY_REQUESTS`.
  absl::Status TakeRequest(MonotonicTime now);

  const std::string& subject() const { return subject_; }
  int calls() const { return calls_; }
  DailySpend& spend() { return spend_; }

 private:
  friend class CallPlace;

  const std::string subject_;
  std::atomic<int> max_calls_ = 0;  // 0: no limit.
  std::atomic<int> calls_ = 0;
  RequestRate rate_;
  DailySpend spend_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_ALLOWANCE_H_
