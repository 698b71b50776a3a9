// Fetches a video that lies in a file.
#ifndef MEDIAGEN_SERVER_UPSTREAM_VIDEO_FETCH_H_
#define MEDIAGEN_SERVER_UPSTREAM_VIDEO_FETCH_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/upstream/credential.h"
#include "server/upstream/link_rules.h"
#include "server/upstream/upstream_error.h"
#include "server/upstream/upstream_request.h"
#include "server/upstream/video_delivery.h"
#include "server/upstream/video_pace.h"

namespace mediagen {

// A GET of a file. A plain value.
class VideoFile {
 public:
  VideoFile() = default;
  UpstreamRequest request;
  std::string base_url;              // Where the key may go; empty: nowhere.
  Credential* credential = nullptr;  // Null: without any key.
  const LinkRules* rules = nullptr;
  std::string media_type;  // As somebody said; the bytes know better.
};

enum class FetchEnd {
  kWhole,
  kGivenUp,  // failure() says why.
};

// Downloads a file into a delivery, from its first byte, as often as it takes; what the caller has
// is skipped. Owned by the flow that waits, in its scope; everything it is given outlives it. Loop
// thread only.
class VideoFetch {
 public:
  // `tag`: what its requests are counted under.
  VideoFetch(HttpClient& client, VideoPace& pace, VideoDelivery& delivery, RequestTag tag = {})
      : client_(client), pace_(pace), delivery_(delivery), tag_(std::move(tag)) {}

  // An error is the call's end, the limit of the wait, or something that the caller did.
  Task<absl::StatusOr<FetchEnd>> Run(int index, VideoFile& file);

  // After kGivenUp.
  const absl::Status& failure() const { return failure_; }

 private:
  enum class Try { kWhole, kFailed, kGivenUp };

  Task<absl::StatusOr<Try>> RunOnce(int index, VideoFile& file);
  Try NoteFailure(const UpstreamError& error);
  void CountRetry();

  HttpClient& client_;
  VideoPace& pace_;
  VideoDelivery& delivery_;
  const RequestTag tag_;
  absl::Status failure_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_VIDEO_FETCH_H_
