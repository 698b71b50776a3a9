// Looks at an operation.
#ifndef MEDIAGEN_SERVER_UPSTREAM_VIDEO_POLL_H_
#define MEDIAGEN_SERVER_UPSTREAM_VIDEO_POLL_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/upstream/media_reader.h"
#include "server/upstream/operation.h"
#include "server/upstream/provider.h"
#include "server/upstream/retry_budget.h"
#include "server/upstream/step_pieces.h"
#include "server/upstream/upstream_error.h"
#include "server/upstream/video_formats.h"

namespace mediagen {

// The request that looks at an operation.
UpstreamRequest EncodePoll(const ProviderOptions& provider, const Operation& operation);

// Whether an answer speaks of the job, so that an error in it is the job's, not the request's.
bool SpeaksOfJob(JsonView envelope, const Operation& operation);
// What it says, in the format of the operation.
VideoStatus ReadJobStatus(JsonView envelope, const Operation& operation);

// What a poll that has ended says of the job; nothing when it brought no such answer, then `error`
// says why. An error object without `done` speaks of the poll, not of the job.
std::optional<VideoStatus> ReadPoll(const MediaReader& reader, const Operation& operation,
                                    UpstreamError& error);

// What the metrics call such a poll.
PollOutcome PollOutcomeOf(const VideoStatus& status);

// What the caller sees when looking at an operation, or at a file of it, is given up.
absl::Status PollStatus(const UpstreamError& error);

// Fills in that the job has failed, and how.
void SetFailed(v1::GetVideoOperationResponse& response, const absl::Status& failure);

// An operation without its state.
v1::GetVideoOperationResponse DescribeOperation(const Operation& operation);

// The state of an operation, by polls that are closed at the first media byte. Repeats within
// `budget`. UNAVAILABLE `PROVIDER_UNHEALTHY` while the provider's breaker is open.
Task<absl::StatusOr<v1::GetVideoOperationResponse>> PeekVideo(CallContext& call, HttpClient& client,
                                                              const Provider& provider,
                                                              Credential& credential,
                                                              const Operation& operation,
                                                              RetryBudget& budget);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_VIDEO_POLL_H_
