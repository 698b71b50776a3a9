#include "server/upstream/reverse_start.h"

#include <algorithm>
#include <utility>

#include "server/upstream/chat_event.h"
#include "server/upstream/error_details.h"
#include "server/upstream/reverse_page.h"
#include "server/upstream/secrets.h"
#include "server/upstream/upstream_error.h"
#include "server/upstream/upstream_status.h"
#include "server/upstream/upstream_text.h"

namespace mediagen {
namespace {

// The pages come right behind the name, but maybe in a piece of their own.
constexpr absl::Duration kPatienceForPages = absl::Seconds(2);
// What a handle can hold of a page's address.
constexpr size_t kLongestPage = 400;
// A prompt that is longer is none of use.
constexpr size_t kLongestPrompt = 8 * 1024;

std::string PageForHandle(const std::string& page) {
  return page.size() <= kLongestPage ? page : "";
}

// Cut between characters.
void Shorten(std::string& text, size_t size) {
  if (text.size() <= size) return;
  while (size > 0 && (text[size] & 0xc0) == 0x80) --size;
  text.resize(size);
}

v1::VideoProgress SaidBy(const ReverseVideoText& text) {
  v1::VideoProgress said;
  text.FillProgress(said);
  // Nobody should quote a key of ours; nobody gets to read it.
  for (std::string* value :
       {said.mutable_task_id(), said.mutable_progress_page(), said.mutable_source_page(),
        said.mutable_revised_prompt(), said.mutable_watch_uri(), said.mutable_download_uri()}) {
    *value = WithoutSecrets(*value);
  }
  Shorten(*said.mutable_revised_prompt(), kLongestPrompt);
  return said;
}

}  // namespace

ReverseStart::ReverseStart(EventLoop& loop, HttpClient& client, ByteBudget& budget,
                           StartOrder order, OnDone on_done)
    : VideoStart(loop, budget, std::move(order), std::move(on_done)),
      attempts_(client, context_, *credential_, request_,
                [this, &client](const HttpRequest& authorized) {
                  return std::make_unique<Reader>(client, context_, authorized);
                }) {
  job_ = std::make_shared<ReverseJob>();
  operation_.create_time = absl::Now();
}

Task<void> ReverseStart::Run() {
  for (;;) {
    ReverseVideoNews news;
    absl::StatusOr<MediaRead> read = co_await attempts_.Next(news, Patience());
    if (!read.ok()) {
      EndEarly(read.status());
      co_return;
    }
    if (*read == MediaRead::kEnd) break;
    if (*read == MediaRead::kPiece) TakeNews();
    if (!done() && Patience() <= absl::ZeroDuration()) Begin();
  }
  EndWithAnswer();
}

void ReverseStart::TakeNews() {
  state_.said = SaidBy(attempts_.reader()->answer().text());
  if (named_at_ == kNever && !state_.said.task_id().empty()) named_at_ = context_.loop().now();
  job_->Publish(state_);
}

absl::Duration ReverseStart::Patience() const {
  if (done() || named_at_ == kNever) return absl::InfiniteDuration();
  if (!state_.said.source_page().empty()) return absl::ZeroDuration();
  return absl::FromChrono(After(named_at_, kPatienceForPages) - context_.loop().now());
}

void ReverseStart::Begin() {
  operation_.reverse_channel = true;
  operation_.upstream_name = state_.said.task_id();
  operation_.progress_page = PageForHandle(state_.said.progress_page());
  operation_.source_page = PageForHandle(state_.said.source_page());
  Conclude(operation_);
}

void ReverseStart::EndEarly(const absl::Status& why) {
  if (absl::IsCancelled(why) && !done()) {
    Conclude(why);
    return;
  }
  EndBroken(UpstreamError(absl::StatusCode::kDeadlineExceeded, "no end within the limit of a job"));
}

void ReverseStart::EndWithAnswer() {
  const Reader* reader = attempts_.reader();
  if (reader == nullptr) {
    state_.status = attempts_.rules().refusal();
  } else if (reader->ok()) {
    state_.status = StatusOfAnswer(reader->answer());
    state_.may_go_on = state_.status.ok() && !HasVideo(state_.said);
    attempts_.NoteEnd(nullptr);
  } else {
    UpstreamError error = reader->error();
    error.callers_key = attempts_.rules().IsCallersKey();
    rejected_ = error.definite_rejection;
    attempts_.NoteEnd(&error);
    EndBroken(error);
    return;
  }
  End();
}

absl::Status ReverseStart::StatusOfAnswer(const ReverseVideoDecoder& decoder) {
  absl::Status status;
  if (HasVideo(state_.said)) return status;
  const ReverseVideoOutcome outcome = decoder.text().outcome();
  if (outcome == ReverseVideoOutcome::kFiltered || outcome == ReverseVideoOutcome::kFailed) {
    status = decoder.text().Failure();
  } else if (FinishReasonOf(decoder.finish_reason()) == v1::FINISH_REASON_FILTERED) {
    status = MakeError(absl::StatusCode::kFailedPrecondition, "RESULT_FILTERED",
                       "the upstream's safety filter stopped the answer");
    SetErrorMetadata(status, "upstream_code", "FAILED_PRECONDITION");
    SetErrorMetadata(status, "finish_reason", ScrubUpstreamText(decoder.finish_reason()));
  } else if (!decoder.has_text()) {
    status = MakeError(absl::StatusCode::kInternal, "NO_VIDEO", "the upstream's answer is empty");
    SetErrorMetadata(status, "upstream_code", "INTERNAL");
  }
  return status;
}

void ReverseStart::EndBroken(const UpstreamError& error) {
  if (HasVideo(state_.said)) {
    state_.warnings.push_back(
        "the upstream's answer broke behind these links: a better version may exist");
  } else {
    state_.status = PaidCallStatus(error, MayHaveLeft());
    state_.may_go_on = named_at_ != kNever;
    if (state_.may_go_on) state_.status = StreamCutStatus(state_.status);
  }
  End();
}

void ReverseStart::End() {
  state_.ended = true;
  if (!state_.status.ok()) AddJobFacts(state_.said, state_.status);
  job_->Publish(state_);
  if (done()) return;
  if (state_.status.ok() || named_at_ != kNever) {
    Begin();
  } else {
    Conclude(state_.status);
  }
}

}  // namespace mediagen
