#include "server/upstream/video_start.h"

#include <algorithm>
#include <utility>

#include "server/upstream/error_details.h"
#include "server/upstream/model_path.h"
#include "server/upstream/upstream_error.h"
#include "server/upstream/video_formats.h"

namespace mediagen {

VideoStart::VideoStart(EventLoop& loop, HttpClient& client, std::shared_ptr<Credential> credential,
                       UpstreamRequest request, Operation operation, absl::Duration limit,
                       OnDone on_done)
    : context_(loop, After(loop.now(), limit)),
      credential_(std::move(credential)),
      request_(std::move(request)),
      operation_(std::move(operation)),
      on_done_(std::move(on_done)),
      paid_(client, context_, *credential_, request_),
      result_(absl::UnknownError("still under way")),
      answer_(std::make_unique<HeldVideoAnswer>()) {}

Task<absl::Status> VideoStart::Run() {
  for (;;) {
    MediaPiece piece;
    absl::StatusOr<MediaRead> read = co_await paid_.Next(piece, absl::InfiniteDuration());
    if (!read.ok()) co_return EndedEarly(read.status());
    if (*read == MediaRead::kEnd) break;
    Hold(std::move(piece));
  }
  // An error beside `done` speaks of the job that has begun, not of the start.
  const bool ended_at_once = paid_.answer().Get("done").IsTrue();
  if (!paid_.status().ok() && !ended_at_once) co_return paid_.status();
  co_return ReadAnswer();
}

void VideoStart::Hold(MediaPiece piece) {
  held_bytes_ += piece.bytes.capacity();
  if (held_bytes_ > HeldVideoAnswer::kMaxBytes || !watched_) {
    answer_->pieces.clear();
  } else {
    answer_->pieces.push_back(std::move(piece));
  }
}

absl::Status VideoStart::ReadAnswer() {
  VideoStatus status = ReadVideoStatus(paid_.answer());
  operation_.upstream_name = ReadOperationName(paid_.answer());
  operation_.create_time = absl::Now();
  const bool is_held = watched_ && held_bytes_ <= HeldVideoAnswer::kMaxBytes;
  if (!IsPathName(operation_.upstream_name)) {
    // What has failed for certain needs no name.
    if (!status.failure.ok()) return status.failure;
    return PaidCallStatus(UnreadableAnswer("it names no operation"), true);
  }
  answer_->status = std::move(status);
  if (!answer_->status.done || !is_held) answer_ = nullptr;
  return absl::OkStatus();
}

absl::Status VideoStart::EndedEarly(const absl::Status& why) const {
  if (absl::IsCancelled(why)) return why;
  UpstreamError error(absl::StatusCode::kDeadlineExceeded, "no answer within the limit of a start");
  return PaidCallStatus(error, paid_.MayHaveLeft());
}

VideoStart& VideoStarts::Begin(std::shared_ptr<Credential> credential, UpstreamRequest request,
                               Operation operation, absl::Duration limit,
                               VideoStart::OnDone on_done) {
  starts_.push_back(std::make_unique<VideoStart>(loop_, client_, std::move(credential),
                                                 std::move(request), std::move(operation), limit,
                                                 std::move(on_done)));
  VideoStart& start = *starts_.back();
  start.flow_ = start.Run();
  start.flow_.Start([this, &start] {
    absl::Status ended = start.flow_.TakeResult();
    if (ended.ok()) {
      start.result_ = start.operation_;
    } else {
      start.result_ = std::move(ended);
    }
    start.done_ = true;
    start.on_done_(start);
    start.changed_.Set();
    if (!start.watched_) FreeSoon(start);
  });
  return start;
}

void VideoStarts::Leave(VideoStart& start) {
  start.watched_ = false;
  if (start.done_) {
    FreeSoon(start);
  } else if (!start.paid_.MayHaveLeft()) {
    // Aborted at once: until the flow wakes, the socket could still take the request, and nobody
    // would read the answer.
    start.context_.End(absl::CancelledError("the caller left before anything was sent"));
    start.paid_.Abort();
  }
}

void VideoStarts::FreeSoon(VideoStart& start) {
  loop_.Post([this, &start] {
    auto found = std::find_if(starts_.begin(), starts_.end(),
                              [&](const auto& item) { return item.get() == &start; });
    starts_.erase(found);
  });
}

}  // namespace mediagen
