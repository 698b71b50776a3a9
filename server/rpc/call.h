// What every call has in common, whatever its shape.
#ifndef MEDIAGEN_SERVER_RPC_CALL_H_
#define MEDIAGEN_SERVER_RPC_CALL_H_

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/async/call_context.h"
#include "server/metrics/metrics.h"
#include "server/net/http_client.h"
#include "server/rpc/admission.h"
#include "server/rpc/call_meter.h"
#include "server/rpc/log.h"
#include "server/rpc/trace_context.h"
#include "server/upstream/retry_budget.h"
#include "server/upstream/video_start.h"

namespace mediagen {

class Call;

// The calls that live on one loop. Loop thread only, but for count().
class ActiveCalls {
 public:
  void Add(Call& call);
  void Remove(Call& call);
  // Ends every call with `reason`, also those that are still to come.
  void EndAll(const absl::Status& reason);
  // Ends those that may move on, now or when they come to it, and those that are still to come.
  void EndMovable(const absl::Status& reason);
  // OK: a call that may move on need not.
  const absl::Status& end_movable_reason() const { return end_movable_reason_; }
  // Any thread. Calls that gRPC has handed over and of which it has not heard the last yet.
  int count() const { return count_; }
  void CountIn() { ++count_; }
  void CountOut() { --count_; }

 private:
  absl::flat_hash_set<Call*> calls_;
  absl::Status end_reason_;  // OK: calls are welcome.
  absl::Status end_movable_reason_;
  std::atomic<int> count_ = 0;
};

// What calls use on their loop. Owned by the worker, outlives its calls.
class WorkerContext {
 public:
  WorkerContext(EventLoop& loop, HttpClient& http, RetryBudget& retry_budget, VideoStarts& starts,
                ActiveCalls& calls, ByteBudget& bytes, absl::Duration slow_client_timeout,
                Metrics& metrics, bool tells_upstreams_trace)
      : loop(loop),
        http(http),
        retry_budget(retry_budget),
        starts(starts),
        calls(calls),
        bytes(bytes),
        slow_client_timeout(slow_client_timeout),
        metrics(metrics),
        tells_upstreams_trace(tells_upstreams_trace) {}
  EventLoop& loop;
  HttpClient& http;
  RetryBudget& retry_budget;
  VideoStarts& starts;
  ActiveCalls& calls;
  ByteBudget& bytes;  // Of the whole process.
  // How long one message may wait for its caller to read; infinite: for ever.
  const absl::Duration slow_client_timeout;
  Metrics& metrics;  // Of the whole process.
  // Whether requests to upstreams say which trace they are part of.
  const bool tells_upstreams_trace;
};

// What gRPC tells of a call's caller, and what the door said. Moves only.
class CallerFacts {
 public:
  explicit CallerFacts(Admission admission) : admission(std::move(admission)) {}
  Admission admission;
  MonotonicTime deadline = kNever;
  TraceContext trace;
  // Metadata `x-mediagen-upstream-key`: a provider's key of the caller's own; empty: none. Secret.
  std::string upstream_key;
  // Whether nobody on the way can read along.
  bool is_private = false;
};

// One call, as its flow sees it. Owned by its reactor. Loop thread only after construction.
class Call {
 public:
  Call(WorkerContext& worker, std::string method, CallerFacts caller)
      : worker_(worker),
        method_(std::move(method)),
        caller_(std::move(caller)),
        context_(worker.loop, caller_.deadline, caller_.admission.tenant->bytes()),
        meter_(worker.metrics.rpcs().Find(method_), worker.metrics.media_sent_bytes()),
        begun_(worker.loop.now()) {
    if (worker.tells_upstreams_trace)
      context_.SetTraceHeader("traceparent: " + caller_.trace.header());
  }

  WorkerContext& worker() const { return worker_; }
  CallContext& context() { return context_; }
  const std::string& method() const { return method_; }
  const CallerFacts& caller() const { return caller_; }
  const std::string& tenant() const { return caller_.admission.tenant_name(); }
  CallMeter& meter() { return meter_; }

  // For the log line and the error's metadata; flows fill in what they know.
  std::string provider;
  std::string model;
  std::string request_id;
  std::string operation;
  int64_t bytes_sent = 0;

  // Ended now and made again at another replica, the call would lose nothing; or no longer so.
  void SetMayMoveOn(bool may_move_on);
  bool may_move_on() const { return may_move_on_; }

  // A line of the log that says which call it is of.
  internal::LogEntry LogLine(absl::string_view severity, absl::string_view event) const;

  // Adds what is known to the error, writes the log line, and gives the status that the caller
  // gets.
  absl::Status Conclude(absl::Status status);
  // The same for a part of the call that has an outcome of its own.
  absl::Status Conclude(absl::string_view event, MonotonicTime begun, absl::Status status);

 private:
  WorkerContext& worker_;
  const std::string method_;
  CallerFacts caller_;
  CallContext context_;
  CallMeter meter_;
  const MonotonicTime begun_;
  bool may_move_on_ = false;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_CALL_H_
