// Waits for a video's file to be ready.
#ifndef MEDIAGEN_SERVER_UPSTREAM_VIDEO_FILE_WAIT_H_
#define MEDIAGEN_SERVER_UPSTREAM_VIDEO_FILE_WAIT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/upstream/credential.h"
#include "server/upstream/interaction_formats.h"
#include "server/upstream/provider_options.h"
#include "server/upstream/request_tag.h"
#include "server/upstream/video_pace.h"

namespace mediagen {

// Asks for the state of a file until it can be downloaded. Owned by the flow that waits, in its
// scope; everything it is given outlives it. Loop thread only.
class VideoFileWait {
 public:
  VideoFileWait(HttpClient& client, VideoPace& pace, const ProviderOptions& provider,
                Credential& credential, const RequestTag& tag)
      : client_(client), pace_(pace), provider_(provider), credential_(credential), tag_(tag) {}

  // Whether the file is ready; if not, failure() says why it never will be. An error is the call's
  // end or the limit of the wait.
  Task<absl::StatusOr<bool>> Run(const std::string& id);

  const absl::Status& failure() const { return failure_; }

 private:
  // Processing where the question itself failed, too: then it is asked again.
  Task<absl::StatusOr<FileState>> Ask(const std::string& id);

  HttpClient& client_;
  VideoPace& pace_;
  const ProviderOptions& provider_;
  Credential& credential_;
  const RequestTag& tag_;  // What its requests are counted under.
  absl::Status failure_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_VIDEO_FILE_WAIT_H_
