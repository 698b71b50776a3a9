// The paid start of a video, which outlives the call that asked for it.
#ifndef MEDIAGEN_SERVER_UPSTREAM_VIDEO_START_H_
#define MEDIAGEN_SERVER_UPSTREAM_VIDEO_START_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/upstream/operation.h"
#include "server/upstream/paid_call.h"
#include "server/upstream/video_answer.h"

namespace mediagen {

// Sends one start and reads the operation's name out of the answer. Runs under a limit of its own,
// not the caller's. Owned by VideoStarts. Loop thread only.
class VideoStart {
 public:
  // Told once, when the start has ended.
  using OnDone = absl::AnyInvocable<void(const VideoStart& start)>;

  // `operation` is complete but for the upstream's name and the time.
  VideoStart(EventLoop& loop, HttpClient& client, std::shared_ptr<Credential> credential,
             UpstreamRequest request, Operation operation, absl::Duration limit, OnDone on_done);

  Signal& changed() { return changed_; }
  bool done() const { return done_; }
  // Of a done start.
  const absl::StatusOr<Operation>& result() const { return result_; }
  // Of an operation that was done at once: its answer, for whoever asks first. Else null.
  std::unique_ptr<HeldVideoAnswer> TakeAnswer() { return std::move(answer_); }
  // Whether anybody still waits for it.
  bool watched() const { return watched_; }
  bool MayHaveLeft() const { return paid_.MayHaveLeft(); }
  bool MayHaveBeenPaid() const { return paid_.MayHaveBeenPaid(); }

 private:
  friend class VideoStarts;

  Task<absl::Status> Run();
  // Keeps media that comes with the answer, while there is somebody to have it.
  void Hold(MediaPiece piece);
  absl::Status ReadAnswer();
  // The status of a start whose own limit has passed, or whose caller left before a byte did.
  absl::Status EndedEarly(const absl::Status& why) const;

  CallContext context_;
  const std::shared_ptr<Credential> credential_;
  UpstreamRequest request_;
  Operation operation_;
  OnDone on_done_;
  PaidCall paid_;
  Signal changed_;
  bool watched_ = true;
  bool done_ = false;
  absl::StatusOr<Operation> result_;
  size_t held_bytes_ = 0;
  std::unique_ptr<HeldVideoAnswer> answer_;
  Task<absl::Status> flow_;
};

// The starts under way on one loop. Owned by the worker. Loop thread only.
class VideoStarts {
 public:
  VideoStarts(EventLoop& loop, HttpClient& client) : loop_(loop), client_(client) {}

  // Begins a start. Every Begin is answered by one Leave.
  VideoStart& Begin(std::shared_ptr<Credential> credential, UpstreamRequest request,
                    Operation operation, absl::Duration limit, VideoStart::OnDone on_done);

  // The caller does not wait any more. If nothing has left yet, the start ends; else it runs on by
  // itself.
  void Leave(VideoStart& start);

  size_t under_way() const { return starts_.size(); }

 private:
  // Frees a start that is done and left, from the top of the loop.
  void FreeSoon(VideoStart& start);

  EventLoop& loop_;
  HttpClient& client_;
  std::vector<std::unique_ptr<VideoStart>> starts_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_VIDEO_START_H_
