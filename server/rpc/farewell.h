// The end of a call whose caller does not read it.
#ifndef MEDIAGEN_SERVER_RPC_FAREWELL_H_
#define MEDIAGEN_SERVER_RPC_FAREWELL_H_

#include <grpcpp/server_context.h>

#include <mutex>

#include "absl/time/time.h"
#include "server/async/event_loop.h"
#include "server/rpc/call.h"

namespace mediagen {

// Cancels a finished call at gRPC, so that its memory comes back, when gRPC is not done with it in
// time. A part of its reactor.
class Farewell : private Timer {
 public:
  // Of a call that was ended because its caller is too slow, and may begin to read again.
  static constexpr absl::Duration kLastChance = absl::Seconds(5);

  // `call` lives as long.
  Farewell(const Call& call, const grpc::CallbackServerContext& context)
      : Timer(call.worker().loop), call_(call), context_(&context) {}

  // Loop thread, after Finish.
  void Allow(absl::Duration limit);
  // gRPC thread, from OnDone: the context goes.
  void Done();

 private:
  void OnTimer() override;

  const Call& call_;
  std::mutex mutex_;  // Not Abseil's: ThreadSanitizer sees the locks of the C library alone.
  const grpc::CallbackServerContext* context_;  // Guarded by mutex_. Null: gRPC is done.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_FAREWELL_H_
