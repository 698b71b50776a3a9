// The answer to a start whose operation was done at once.
#ifndef MEDIAGEN_SERVER_UPSTREAM_VIDEO_ANSWER_H_
#define MEDIAGEN_SERVER_UPSTREAM_VIDEO_ANSWER_H_

#include <cstddef>
#include <vector>

#include "server/upstream/media_reader.h"
#include "server/upstream/video_formats.h"

namespace mediagen {

// What a finished poll would say, with its media in memory. Moves only. Any thread; not shared.
class HeldVideoAnswer {
 public:
  // Larger videos are not held, nor any while bytes are short: they are polled for.
  static constexpr size_t kMaxBytes = 32 * 1024 * 1024;

  HeldVideoAnswer() = default;
  VideoStatus status;
  std::vector<MediaPiece> pieces;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_VIDEO_ANSWER_H_
