#include "server/upstream/reverse_page.h"

#include <algorithm>
#include <utility>

#include "server/upstream/error_details.h"
#include "server/upstream/reverse_video_text.h"
#include "server/upstream/secrets.h"
#include "server/upstream/source_page.h"

namespace mediagen {
namespace {

constexpr absl::Duration kPageTimeout = absl::Seconds(5);

absl::Status JobFailed() {
  absl::Status failed = MakeError(absl::StatusCode::kInternal, "OPERATION_FAILED",
                                  "the upstream's page says that the job failed");
  SetErrorMetadata(failed, "upstream_code", "INTERNAL");
  return failed;
}

absl::Status NoLink() {
  absl::Status status = MakeError(absl::StatusCode::kInternal, "NO_VIDEO",
                                  "the upstream's page says that the job is done, but has no link");
  SetErrorMetadata(status, "upstream_code", "INTERNAL");
  return status;
}

}  // namespace

bool HasVideo(const v1::VideoProgress& said) {
  return !said.watch_uri().empty() || !said.download_uri().empty();
}

void AddJobFacts(const v1::VideoProgress& said, absl::Status& status) {
  ReverseVideoFacts facts;
  facts.task_id = said.task_id();
  facts.urls.progress_page = said.progress_page();
  facts.urls.source_page = said.source_page();
  AddReverseVideoFacts(status, facts);
}

v1::VideoProgress SaidByHandle(const Operation& operation) {
  v1::VideoProgress said;
  said.set_task_id(operation.upstream_name);
  said.set_progress_page(operation.progress_page);
  said.set_source_page(operation.source_page);
  return said;
}

bool MayReadPage(const LinkRules& rules, const Operation& operation) {
  return !operation.source_page.empty() && rules.Allows(operation.source_page);
}

absl::Status NotResumable(const Operation& operation) {
  absl::Status status =
      MakeError(absl::StatusCode::kFailedPrecondition, "NOT_RESUMABLE",
                "another replica reads this job's answer, or nobody any more, and this server may "
                "not read its source page; the pages tell people how the job is");
  AddJobFacts(SaidByHandle(operation), status);
  return status;
}

Task<absl::StatusOr<ReverseJobState>> ReadJobPage(HttpClient& client, CallContext& call,
                                                  const Operation& operation,
                                                  const LinkRules& rules, const RequestTag* tag) {
  LinkRules quick = rules;
  quick.connect_timeout = std::min(quick.connect_timeout, kPageTimeout);
  quick.response_timeout = std::min(quick.response_timeout, kPageTimeout);
  quick.stall_timeout = std::min(quick.stall_timeout, kPageTimeout);
  absl::StatusOr<SourcePage> page =
      co_await FetchSourcePage(client, call, operation.source_page, quick, tag);
  if (!page.ok()) {
    if (!absl::IsNotFound(page.status())) co_return page.status();
    co_return WithCodeAndReason(page.status(), absl::StatusCode::kNotFound, "OPERATION_EXPIRED");
  }
  ReverseJobState state;
  state.said = SaidByHandle(operation);
  if (page->percent.has_value()) state.said.set_upstream_percent(*page->percent);
  state.said.set_watch_uri(WithoutSecrets(page->watch_url));
  state.said.set_download_uri(WithoutSecrets(page->download_url));
  state.ended =
      page->state == SourcePage::State::kSucceeded || page->state == SourcePage::State::kFailed;
  if (page->state == SourcePage::State::kFailed) {
    state.status = JobFailed();
  } else if (page->state == SourcePage::State::kSucceeded && !HasVideo(state.said)) {
    state.status = NoLink();
  }
  if (!state.status.ok()) AddJobFacts(state.said, state.status);
  co_return state;
}

}  // namespace mediagen
