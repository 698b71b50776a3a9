// What is counted of one call.
#ifndef MEDIAGEN_SERVER_RPC_CALL_METER_H_
#define MEDIAGEN_SERVER_RPC_CALL_METER_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/metrics/rpc_metrics.h"

namespace mediagen {

// Counts a call from its beginning to its end. Owned by the call; what it counts with outlives it.
// Loop thread only, but for messages.
class CallMeter {
 public:
  CallMeter(const RpcMetrics& rpc, const Counter& media_bytes)
      : rpc_(rpc), media_bytes_(media_bytes) {
    rpc_.started.Add();
  }
  CallMeter(const CallMeter&) = delete;
  CallMeter& operator=(const CallMeter&) = delete;

  // Any thread.
  void CountReceived() const { rpc_.received.Add(); }
  void CountSent() const { rpc_.sent.Add(); }

  void CountMedia(int64_t bytes) {
    media_bytes_.Add(static_cast<double>(bytes));
    media_counted_ += bytes;
  }
  // `media_bytes`: all that were sent, with those that have been counted.
  void End(absl::StatusCode code, absl::Duration took, int64_t media_bytes) {
    CountMedia(media_bytes - media_counted_);
    const auto index = static_cast<size_t>(code);
    if (index < rpc_.handled.size()) rpc_.handled[index].Add();
    rpc_.seconds.Observe(absl::ToDoubleSeconds(took));
  }

 private:
  const RpcMetrics& rpc_;
  const Counter& media_bytes_;
  int64_t media_counted_ = 0;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_CALL_METER_H_
