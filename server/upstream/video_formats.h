// Veo operations: the answers to a start and to a poll.
#ifndef MEDIAGEN_SERVER_UPSTREAM_VIDEO_FORMATS_H_
#define MEDIAGEN_SERVER_UPSTREAM_VIDEO_FORMATS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "mediagen/v1/media.pb.h"
#include "server/upstream/json_view.h"

namespace mediagen {

// One video of a finished operation.
class VideoAnswerItem {
 public:
  VideoAnswerItem() = default;
  int media_item = -1;  // Among the media items of the answer; -1: no bytes.
  std::string gcs_uri;
  std::string uri;
  std::string said_media_type;
};

// What a poll said. A plain value.
class VideoStatus {
 public:
  VideoStatus() = default;
  bool done = false;
  // Of a done operation: why it failed. OK when it did not.
  absl::Status failure;
  std::vector<VideoAnswerItem> videos;
  int filtered_count = 0;
  std::vector<std::string> filter_reasons;
  std::optional<v1::Usage> usage;  // As far as the upstream counted.
};

// Name of the operation that a start began; empty when the answer has none.
std::string ReadOperationName(JsonView envelope);

// Reads a poll's answer (or a start's, which may be done at once). Everything filtered, no video,
// and an `error` are failures.
VideoStatus ReadVideoStatus(JsonView envelope);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_VIDEO_FORMATS_H_
