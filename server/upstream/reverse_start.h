// The start of a reverse channel's job, whose answer tells of it to its end.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REVERSE_START_H_
#define MEDIAGEN_SERVER_UPSTREAM_REVERSE_START_H_

#include "server/upstream/event_answer_reader.h"
#include "server/upstream/paid_attempts.h"
#include "server/upstream/reverse_video_decoder.h"
#include "server/upstream/video_start.h"

namespace mediagen {

// Is done when the answer has named the job, and publishes what it tells until it ends. Owned by
// VideoStarts. Loop thread only.
class ReverseStart final : public VideoStart {
 public:
  ReverseStart(EventLoop& loop, HttpClient& client, ByteBudget& budget, StartOrder order,
               OnDone on_done);

  bool MayHaveLeft() const override { return attempts_.MayHaveLeft(); }
  bool MayHaveBeenPaid() const override { return MayHaveLeft() && !rejected_; }

 private:
  using Reader = EventAnswerReader<ReverseVideoDecoder>;

  Task<void> Run() override;
  void Abort() override { attempts_.Abort(); }

  void TakeNews();
  // How long to wait for the pages of a job that has been named.
  absl::Duration Patience() const;
  // The job is known well enough to be found again.
  void Begin();

  // Each is the end of the answer.
  void EndEarly(const absl::Status& why);
  void EndWithAnswer();
  void EndBroken(const UpstreamError& error);
  absl::Status StatusOfAnswer(const ReverseVideoDecoder& decoder);
  void End();

  PaidAttempts<Reader> attempts_;
  ReverseJobState state_;
  MonotonicTime named_at_ = kNever;
  bool rejected_ = false;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REVERSE_START_H_
