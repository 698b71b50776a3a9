// The life of a reverse channel's job, for one who watches.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REVERSE_WATCH_H_
#define MEDIAGEN_SERVER_UPSTREAM_REVERSE_WATCH_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/upstream/operation.h"
#include "server/upstream/provider.h"
#include "server/upstream/reverse_job.h"
#include "server/upstream/video_delivery.h"
#include "server/upstream/video_pace.h"

namespace mediagen {

// Follows a job to its end, by the answer that this replica reads or else by its source page, and
// hands its video on: as bytes where the rules let the link be fetched, else as a link. Owned by
// the flow that watches, in its scope; everything it is given outlives it. Loop thread only.
class ReverseWatch {
 public:
  ReverseWatch(CallContext& call, HttpClient& client, const Provider& provider,
               const Operation& operation, const WatchOptions& options, VideoEvents& events);

  // From byte `offset` of video `index`. `job` may be null. `by_answer_alone` for the call that
  // pays for the answer: when that breaks, the page is not asked. Does not send `completed`.
  Task<absl::Status> Run(std::shared_ptr<ReverseJob> job, bool by_answer_alone, int index,
                         int64_t offset, v1::GenerationRecord record);

  // After an OK end; none: the answer ended before its job did.
  int delivered() const { return delivered_; }
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  // Both end with the state of a job that has ended.
  Task<absl::StatusOr<ReverseJobState>> FollowAnswer(std::shared_ptr<ReverseJob> job);
  Task<absl::StatusOr<ReverseJobState>> FollowPage();
  void CountPoll(const absl::StatusOr<ReverseJobState>& state);
  Task<absl::Status> Deliver(const v1::VideoProgress& said, VideoDelivery& delivery);
  // Whether the file came.
  Task<absl::StatusOr<bool>> Fetch(const std::string& url, VideoDelivery& delivery);

  HttpClient& client_;
  const Operation& operation_;
  const RequestTag tag_;
  VideoEvents& events_;
  VideoPace pace_;
  int delivered_ = 0;
  std::vector<std::string> warnings_;
};

// The state of a reverse job, by what this replica knows of it, or by its source page. `job` may be
// null. `NOT_RESUMABLE` where neither tells.
Task<absl::StatusOr<v1::GetVideoOperationResponse>> PeekReverse(
    CallContext& call, HttpClient& client, const Provider& provider, const Operation& operation,
    const LinkRules& rules, std::shared_ptr<ReverseJob> job);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REVERSE_WATCH_H_
