#ifndef MEDIAGEN_CLIENT_CLI_VIDEO_STATE_WORD_H_
#define MEDIAGEN_CLIENT_CLI_VIDEO_STATE_WORD_H_

#include "absl/strings/string_view.h"
#include "mediagen/v1/video_service.pb.h"

namespace mediagen::client {

// The state of an operation for people: `running`.
inline absl::string_view VideoStateWord(v1::VideoState state) {
  switch (state) {
    case v1::VIDEO_STATE_RUNNING:
      return "running";
    case v1::VIDEO_STATE_SUCCEEDED:
      return "succeeded";
    case v1::VIDEO_STATE_FAILED:
      return "failed";
    case v1::VIDEO_STATE_CANCELLED:
      return "cancelled";
    default:
      return "unknown";
  }
}

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_VIDEO_STATE_WORD_H_
