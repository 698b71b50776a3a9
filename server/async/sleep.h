// A pause in a flow.
#ifndef MEDIAGEN_SERVER_ASYNC_SLEEP_H_
#define MEDIAGEN_SERVER_ASYNC_SLEEP_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/async/call_context.h"

namespace mediagen {

// `absl::Status slept = co_await Sleep(call, duration);` An error says that the call has ended.
class Sleep {
 public:
  Sleep(CallContext& call, absl::Duration duration) : wait_(call, never_set_, duration) {}

  bool await_ready() { return wait_.await_ready(); }
  void await_suspend(std::coroutine_handle<> flow) { wait_.await_suspend(flow); }
  absl::Status await_resume() { return wait_.await_resume().status(); }

 private:
  Signal never_set_;
  Wait wait_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_ASYNC_SLEEP_H_
