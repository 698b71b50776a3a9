#ifndef MEDIAGEN_CLIENT_OBSERVERS_H_
#define MEDIAGEN_CLIENT_OBSERVERS_H_

#include "absl/status/status.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "mediagen/v1/media.pb.h"
#include "mediagen/v1/video_service.pb.h"

namespace mediagen::client {

// Takes the items of a stream of media: for each one header, chunks and end, or a link, or a
// failure. Called on the thread that made the call. An error that it returns cancels the call,
// which then ends with that error.
class MediaObserver {
 public:
  virtual ~MediaObserver() = default;
  virtual absl::Status OnHeader(const v1::MediaHeader& header) = 0;
  virtual absl::Status OnChunk(const v1::MediaChunk& chunk) = 0;
  virtual absl::Status OnEnd(const v1::MediaEnd& end) = 0;
  virtual absl::Status OnLink(const v1::MediaLink& link) = 0;
  virtual absl::Status OnFailed(const v1::MediaFailed& failed) = 0;
  virtual absl::Status OnFiltered(const v1::Filtered& filtered) = 0;
};

// Takes the life of a video beside its bytes; same rules as MediaObserver. From OnStarted on the
// video is paid and its operation fetches it.
class VideoObserver {
 public:
  virtual ~VideoObserver() = default;
  virtual absl::Status OnStarted(const v1::VideoStarted& started) = 0;
  virtual absl::Status OnProgress(const v1::VideoProgress& progress) = 0;
};

// Takes the words of a chat answer beside its pictures; same rules as MediaObserver. Text and
// pictures come in the order of the answer's parts, whose number each event tells.
class ChatObserver {
 public:
  virtual ~ChatObserver() = default;
  virtual absl::Status OnText(const v1::ChatTextDelta& text) = 0;
  virtual absl::Status OnSignature(const v1::ChatPartSignature& signature) = 0;
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_OBSERVERS_H_
