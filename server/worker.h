// A thread with its loop.
#ifndef MEDIAGEN_SERVER_WORKER_H_
#define MEDIAGEN_SERVER_WORKER_H_

#include <thread>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "server/async/event_loop.h"
#include "server/net/http_client.h"
#include "server/rpc/call.h"
#include "server/upstream/retry_budget.h"
#include "server/upstream/video_start.h"

namespace mediagen {

// Thread + loop + HTTP client, and what lives on them. Owned by the server; destroyed when no call
// is left.
class Worker {
 public:
  Worker(const HttpClientOptions& http, ByteBudget& bytes, absl::Duration slow_client_timeout,
         Metrics& metrics, bool tells_upstreams_trace);
  // Stops the loop and joins the thread.
  ~Worker();

  WorkerContext& context() { return context_; }
  // Any thread. Calls that have not ended yet.
  int active_calls() const { return calls_.count(); }
  // Any thread, waits for the loop. Paid starts under way, watched or not.
  size_t starts_under_way();
  // Any thread, waits for the loop. With those of which only the answer is still being read.
  size_t starts();
  // Any thread.
  void EndAllCalls(const absl::Status& reason);
  // Any thread. Whatever becomes of them.
  void EndAllStarts(const absl::Status& reason);
  // Any thread. Those that lose nothing by it, and those that are still to come.
  void EndMovableCalls(const absl::Status& reason);

 private:
  size_t CountOnLoop(absl::AnyInvocable<size_t()> count);

  EventLoop loop_;
  HttpClient http_;
  RetryBudget retry_budget_;
  VideoStarts starts_;
  ActiveCalls calls_;
  WorkerContext context_;
  std::thread thread_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_WORKER_H_
