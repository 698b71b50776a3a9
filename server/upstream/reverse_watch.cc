#include "server/upstream/reverse_watch.h"

#include <utility>

#include "server/net/url.h"
#include "server/upstream/error_details.h"
#include "server/upstream/reverse_page.h"
#include "server/upstream/video_fetch.h"
#include "server/upstream/video_poll.h"

namespace mediagen {
namespace {

constexpr char kUsualMediaType[] = "video/mp4";

// A link to a stranger's file, which gets no key of ours.
absl::StatusOr<VideoFile> FileAt(const std::string& url, const LinkRules& rules) {
  const absl::StatusOr<Url> parsed = ParseUrl(url);
  if (!parsed.ok()) return parsed.status();
  absl::StatusOr<HttpRequest> request = rules.Get(*parsed);
  if (!request.ok()) return request.status();
  VideoFile file;
  file.request.http = *std::move(request);
  file.rules = &rules;
  file.media_type = kUsualMediaType;
  return file;
}

// Whether the end of an answer is that of its job.
bool IsDecided(const ReverseJobState& state) { return state.ended && !state.may_go_on; }

}  // namespace

ReverseWatch::ReverseWatch(CallContext& call, HttpClient& client, const Provider& provider,
                           const Operation& operation, const WatchOptions& options,
                           VideoEvents& events)
    : client_(client),
      operation_(operation),
      tag_(provider.TagFor(operation.model)),
      events_(events),
      pace_(call, provider, operation, options, events) {}

Task<absl::Status> ReverseWatch::Run(std::shared_ptr<ReverseJob> job, bool by_answer_alone,
                                     int index, int64_t offset, v1::GenerationRecord record) {
  const bool page_helps = !by_answer_alone && MayReadPage(pace_.options().links, operation_);
  if (job == nullptr && !page_helps) co_return NotResumable(operation_);
  absl::StatusOr<ReverseJobState> end = absl::UnknownError("not followed");
  if (job != nullptr) end = co_await FollowAnswer(job);
  if (job == nullptr || (end.ok() && end->may_go_on && page_helps)) end = co_await FollowPage();
  if (!end.ok()) co_return end.status();
  warnings_ = end->warnings;
  // Also when all came at once, the caller learns what he could ask about it.
  pace_.Say(end->said);
  if (absl::Status told = co_await pace_.SendProgress(); !told.ok()) co_return told;
  if (!end->status.ok()) co_return end->status;
  if (!HasVideo(end->said)) co_return absl::OkStatus();
  record.set_rewritten_prompt(end->said.revised_prompt());
  VideoDelivery delivery(events_, index, offset, std::move(record));
  absl::Status delivered = co_await Deliver(end->said, delivery);
  delivered_ = delivery.delivered();
  co_return delivered;
}

Task<absl::StatusOr<ReverseJobState>> ReverseWatch::FollowAnswer(std::shared_ptr<ReverseJob> job) {
  ReverseJob::Watcher watcher(job, pace_.call().loop());
  std::shared_ptr<const ReverseJobState> seen;
  for (;;) {
    const std::shared_ptr<const ReverseJobState> state = job->state();
    if (state->ended) co_return *state;
    if (pace_.IsOver()) co_return VideoPace::WaitLimit();
    pace_.Say(state->said);
    absl::Status told;
    if (state != seen) {
      told = co_await pace_.SendProgress();
    } else {
      told = co_await pace_.SendDueProgress();
    }
    if (!told.ok()) co_return told;
    seen = state;
    absl::StatusOr<Waited> waited = co_await Wait(pace_.call(), watcher.changed(), pace_.Quiet());
    if (!waited.ok()) co_return waited.status();
  }
}

Task<absl::StatusOr<ReverseJobState>> ReverseWatch::FollowPage() {
  pace_.Say(SaidByHandle(operation_));
  for (;;) {
    pace_.CountPoll();
    absl::StatusOr<ReverseJobState> state =
        co_await ReadJobPage(client_, pace_.call(), operation_, pace_.options().links, &tag_);
    CountPoll(state);
    if (state.ok() && state->ended) co_return state;
    if (!pace_.call().status().ok()) co_return pace_.call().status();
    if (state.ok()) {
      pace_.NoteSuccess();
      pace_.Say(state->said);
    } else if (absl::Status failed = pace_.NoteFailure(state.status()); !failed.ok()) {
      AddJobFacts(SaidByHandle(operation_), failed);
      co_return failed;
    }
    if (pace_.IsOver()) co_return VideoPace::WaitLimit();
    if (absl::Status s = co_await pace_.PauseBeforeNextTry(); !s.ok()) co_return s;
  }
}

void ReverseWatch::CountPoll(const absl::StatusOr<ReverseJobState>& state) {
  PollOutcome outcome = PollOutcome::kError;
  if (state.ok() && !state->ended) {
    outcome = PollOutcome::kRunning;
  } else if (state.ok()) {
    outcome = state->status.ok() ? PollOutcome::kDone : PollOutcome::kFailed;
  }
  tag_.traffic->metrics().CountPoll(outcome);
}

Task<absl::Status> ReverseWatch::Deliver(const v1::VideoProgress& said, VideoDelivery& delivery) {
  if (!delivery.Wants(0)) co_return delivery.Conclude(1);
  const std::string& url = said.download_uri().empty() ? said.watch_uri() : said.download_uri();
  absl::StatusOr<bool> fetched = co_await Fetch(url, delivery);
  if (!fetched.ok()) co_return fetched.status();
  if (!*fetched) {
    v1::Media media;
    media.set_uri(url);
    absl::Status sent = co_await delivery.SendLink(0, media, said.watch_uri());
    if (!sent.ok()) co_return sent;
  }
  co_return delivery.Conclude(1);
}

Task<absl::StatusOr<bool>> ReverseWatch::Fetch(const std::string& url, VideoDelivery& delivery) {
  absl::StatusOr<VideoFile> file = FileAt(url, pace_.options().links);
  if (!file.ok()) co_return false;
  VideoFetch fetch(client_, pace_, delivery, tag_);
  absl::StatusOr<FetchEnd> end = co_await fetch.Run(0, *file);
  if (!end.ok()) co_return end.status();
  if (*end == FetchEnd::kWhole) co_return true;
  warnings_.push_back("the video could not be fetched, so that its link is handed over instead");
  // What has been sent of it is void.
  absl::Status told;
  if (delivery.IsInside(0)) told = co_await delivery.SendFailed(0, fetch.failure());
  if (!told.ok()) co_return told;
  co_return false;
}

Task<absl::StatusOr<v1::GetVideoOperationResponse>> PeekReverse(
    CallContext& call, HttpClient& client, const Provider& provider, const Operation& operation,
    const LinkRules& rules, std::shared_ptr<ReverseJob> job) {
  v1::GetVideoOperationResponse response = DescribeOperation(operation);
  ReverseJobState state;
  if (job != nullptr) state = *job->state();
  if (job == nullptr || state.may_go_on) {
    if (!MayReadPage(rules, operation)) co_return NotResumable(operation);
    const RequestTag tag = provider.TagFor(operation.model);
    absl::StatusOr<ReverseJobState> page =
        co_await ReadJobPage(client, call, operation, rules, &tag);
    if (!page.ok()) co_return page.status();
    state = *std::move(page);
  }
  if (!IsDecided(state)) {
    response.set_state(v1::VIDEO_STATE_RUNNING);
    *response.mutable_progress() =
        MakeProgress(v1::VIDEO_PHASE_GENERATING, provider, operation, job == nullptr ? 1 : 0);
    response.mutable_progress()->MergeFrom(state.said);
  } else if (!state.status.ok()) {
    SetFailed(response, state.status);
  } else {
    response.set_state(v1::VIDEO_STATE_SUCCEEDED);
  }
  co_return response;
}

}  // namespace mediagen
