#include "server/upstream/polled_start.h"

#include <utility>

#include "server/upstream/interaction_failure.h"
#include "server/upstream/interaction_formats.h"
#include "server/upstream/model_path.h"
#include "server/upstream/upstream_error.h"
#include "server/upstream/upstream_status.h"
#include "server/upstream/video_formats.h"
#include "server/upstream/video_poll.h"

namespace mediagen {

PolledStart::PolledStart(EventLoop& loop, HttpClient& client, ByteBudget& budget, StartOrder order,
                         OnDone on_done)
    : VideoStart(loop, budget, std::move(order), std::move(on_done)),
      paid_(client, context_, *credential_, request_) {
  answer_ = std::make_unique<HeldVideoAnswer>();
}

Task<void> PolledStart::Run() {
  absl::Status read = co_await ReadName();
  if (read.ok()) {
    Conclude(operation_);
  } else {
    Conclude(std::move(read));
  }
}

Task<absl::Status> PolledStart::ReadName() {
  for (;;) {
    MediaPiece piece;
    absl::StatusOr<MediaRead> read = co_await paid_.Next(piece, absl::InfiniteDuration());
    if (!read.ok()) co_return EndedEarly(read.status());
    if (*read == MediaRead::kEnd) break;
    Hold(std::move(piece));
  }
  // An error beside `done` speaks of the job that has begun, not of the start.
  if (!paid_.status().ok() && !SpeaksOfJob(paid_.answer(), operation_)) co_return Failure();
  co_return ReadAnswer();
}

absl::Status PolledStart::Failure() const {
  const std::optional<UpstreamError>& error = paid_.error();
  if (operation_.interaction && error.has_value() && error->definite_rejection &&
      error->code == absl::StatusCode::kNotFound) {
    return NotFoundStart(*error, operation_.model, builds_upon_);
  }
  return paid_.status();
}

void PolledStart::Hold(MediaPiece piece) {
  if (piece.place == MediaPlace::kElsewhere) return;
  held_bytes_ += piece.bytes.capacity();
  if (!context_.bytes().budget.HasRoom()) held_bytes_ = HeldVideoAnswer::kMaxBytes + 1;
  if (held_bytes_ > HeldVideoAnswer::kMaxBytes || !watched()) {
    answer_->pieces.clear();
  } else {
    answer_->pieces.push_back(std::move(piece));
  }
}

absl::Status PolledStart::ReadAnswer() {
  VideoStatus status = ReadJobStatus(paid_.answer(), operation_);
  std::string& name = operation_.upstream_name;
  name = operation_.interaction ? ReadInteractionId(paid_.answer())
                                : ReadOperationName(paid_.answer());
  operation_.create_time = absl::Now();
  if (operation_.interaction ? name.empty() : !IsPathName(name)) {
    // What has failed for certain needs no name.
    if (!status.failure.ok()) return status.failure;
    return PaidCallStatus(UnreadableAnswer("it names no operation"), true);
  }
  const bool is_held = watched() && held_bytes_ <= HeldVideoAnswer::kMaxBytes;
  if (operation_.interaction) KeepResults(status, answer_->pieces);
  answer_->status = std::move(status);
  if (!answer_->status.done || !is_held) answer_ = nullptr;
  return absl::OkStatus();
}

absl::Status PolledStart::EndedEarly(const absl::Status& why) const {
  if (absl::IsCancelled(why)) return why;
  UpstreamError error(absl::StatusCode::kDeadlineExceeded, "no answer within the limit of a start");
  return PaidCallStatus(error, paid_.MayHaveLeft());
}

}  // namespace mediagen
