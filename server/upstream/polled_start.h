// The start of an operation that is polled later.
#ifndef MEDIAGEN_SERVER_UPSTREAM_POLLED_START_H_
#define MEDIAGEN_SERVER_UPSTREAM_POLLED_START_H_

#include <cstddef>

#include "server/upstream/paid_call.h"
#include "server/upstream/video_start.h"

namespace mediagen {

// Reads the operation's name out of the answer. Owned by VideoStarts. Loop thread only.
class PolledStart final : public VideoStart {
 public:
  PolledStart(EventLoop& loop, HttpClient& client, ByteBudget& budget, StartOrder order,
              OnDone on_done);

  bool MayHaveLeft() const override { return paid_.MayHaveLeft(); }
  bool MayHaveBeenPaid() const override { return paid_.MayHaveBeenPaid(); }

 private:
  Task<void> Run() override;
  void Abort() override { paid_.Abort(); }

  Task<absl::Status> ReadName();
  // Keeps media that comes with the answer, while there is somebody to have it.
  void Hold(MediaPiece piece);
  absl::Status ReadAnswer();
  // Of a start that was refused, or whose answer is of no use.
  absl::Status Failure() const;
  // The status of a start whose own limit has passed, or whose caller left before a byte did.
  absl::Status EndedEarly(const absl::Status& why) const;

  PaidCall paid_;
  size_t held_bytes_ = 0;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_POLLED_START_H_
