// A reverse channel's job, seen from its source page.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REVERSE_PAGE_H_
#define MEDIAGEN_SERVER_UPSTREAM_REVERSE_PAGE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/upstream/link_rules.h"
#include "server/upstream/operation.h"
#include "server/upstream/request_tag.h"
#include "server/upstream/reverse_job.h"

namespace mediagen {

// Whether a video's links are among what was said.
bool HasVideo(const v1::VideoProgress& said);

// Adds the job's name and pages to the metadata of an error.
void AddJobFacts(const v1::VideoProgress& said, absl::Status& status);

// What the handle itself tells of the job.
v1::VideoProgress SaidByHandle(const Operation& operation);

// Whether `rules` let the page be read.
bool MayReadPage(const LinkRules& rules, const Operation& operation);

// FAILED_PRECONDITION `NOT_RESUMABLE`, with both pages: only people can follow the job.
absl::Status NotResumable(const Operation& operation);

// Reads the page once. A state that has not ended says that the job goes on; an error, which has
// RetryInfo where another try may help, says nothing about the job. A page must be quick: nothing
// is heard while it is read. All that is given outlives the flow; it is counted under `tag`.
Task<absl::StatusOr<ReverseJobState>> ReadJobPage(HttpClient& client, CallContext& call,
                                                  const Operation& operation,
                                                  const LinkRules& rules,
                                                  const RequestTag* tag = nullptr);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REVERSE_PAGE_H_
