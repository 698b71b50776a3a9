// What a watched video tells.
#ifndef MEDIAGEN_SERVER_UPSTREAM_VIDEO_EVENTS_H_
#define MEDIAGEN_SERVER_UPSTREAM_VIDEO_EVENTS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/async/task.h"
#include "server/upstream/media_buffer.h"

namespace mediagen {

// Takes the events of a video's life, in order. Each wait ends when there is room for the next
// event, or with an error when nobody listens any more: that is the backpressure. Loop thread only.
class VideoEvents {
 public:
  virtual ~VideoEvents() = default;
  virtual Task<absl::Status> Send(v1::WatchVideoResponse event) = 0;
  // The event Chunk{index, offset, bytes}, apart so that the bytes are not copied.
  virtual Task<absl::Status> SendChunk(int index, int64_t offset, MediaBuffer bytes) = 0;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_VIDEO_EVENTS_H_
