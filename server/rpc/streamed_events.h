// The events of a video, on their way to the caller.
#ifndef MEDIAGEN_SERVER_RPC_STREAMED_EVENTS_H_
#define MEDIAGEN_SERVER_RPC_STREAMED_EVENTS_H_

#include <cstdint>

#include "server/rpc/response_stream.h"
#include "server/rpc/started_video.h"
#include "server/upstream/video_events.h"

namespace mediagen {

// Writes events to the stream of either rpc: they share them. Owned by the flow; the stream
// outlives it. Loop thread only.
class StreamedEvents final : public VideoEvents, public StartWatcher {
 public:
  explicit StreamedEvents(ResponseStream& stream) : stream_(stream) {}

  Task<absl::Status> Send(v1::WatchVideoResponse event) override;
  Task<absl::Status> SendChunk(int index, int64_t offset, MediaBuffer bytes) override;
  Task<absl::Status> OnWaiting(absl::Duration elapsed) override;

 private:
  ResponseStream& stream_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_STREAMED_EVENTS_H_
