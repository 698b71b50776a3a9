// The paid start of a video, which outlives the call that asked for it.
#ifndef MEDIAGEN_SERVER_UPSTREAM_VIDEO_START_H_
#define MEDIAGEN_SERVER_UPSTREAM_VIDEO_START_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/async/call_context.h"
#include "server/async/task.h"
#include "server/net/http_client.h"
#include "server/upstream/operation.h"
#include "server/upstream/reverse_job.h"
#include "server/upstream/upstream_request.h"
#include "server/upstream/video_answer.h"

namespace mediagen {

// What it takes to send a start. Moves only.
class StartOrder {
 public:
  StartOrder() = default;
  std::shared_ptr<Credential> credential;
  UpstreamRequest request;
  ByteLease upload;  // What the request's media count.
  // What the answer counts for; nothing: for the process alone.
  std::optional<ByteBudget> budget;
  // Complete but for what the upstream will say, and the time.
  Operation operation;
  std::string trace_header;  // As CallContext's.
  // Whether the new job needs an earlier one that the upstream keeps.
  bool builds_upon = false;
  // Longest that all of it may take, whatever the caller does.
  absl::Duration limit;
};

// Sends one start and learns which operation it began. Runs under a limit of its own, not the
// caller's. Owned by VideoStarts. Loop thread only.
class VideoStart {
 public:
  // Told once, when the outcome is known.
  using OnDone = absl::AnyInvocable<void(const VideoStart& start)>;

  virtual ~VideoStart() = default;
  VideoStart(const VideoStart&) = delete;
  VideoStart& operator=(const VideoStart&) = delete;

  Signal& changed() { return changed_; }
  // Whether the outcome is known.
  bool done() const { return done_; }
  // Of a done start.
  const absl::StatusOr<Operation>& result() const { return result_; }
  // Of an operation that was done at once: its answer, for whoever asks first. Else null.
  std::unique_ptr<HeldVideoAnswer> TakeAnswer() { return std::move(answer_); }
  // Of a reverse channel: the job as its answer goes on telling of it. Else null.
  const std::shared_ptr<ReverseJob>& job() const { return job_; }
  // As ordered, until the upstream has named it.
  const Operation& operation() const { return operation_; }
  // Whether anybody still waits for it.
  bool watched() const { return watched_; }
  virtual bool MayHaveLeft() const = 0;
  virtual bool MayHaveBeenPaid() const = 0;

 protected:
  VideoStart(EventLoop& loop, ByteBudget& budget, StartOrder order, OnDone on_done);

  // From the first byte to the last; has concluded when it ends.
  virtual Task<void> Run() = 0;
  // Ends the sending here and now.
  virtual void Abort() = 0;
  // The outcome, told once.
  void Conclude(absl::StatusOr<Operation> result);

  ByteBudget budget_;
  CallContext context_;
  const std::shared_ptr<Credential> credential_;
  UpstreamRequest request_;
  Operation operation_;
  const bool builds_upon_;
  std::unique_ptr<HeldVideoAnswer> answer_;
  std::shared_ptr<ReverseJob> job_;

 private:
  friend class VideoStarts;

  OnDone on_done_;
  Signal changed_;
  bool watched_ = true;
  bool done_ = false;
  bool ended_ = false;  // Nothing more will be read.
  absl::StatusOr<Operation> result_;
  Task<void> flow_;
};

// The starts under way on one loop. Owned by the worker. Loop thread only.
class VideoStarts {
 public:
  VideoStarts(EventLoop& loop, HttpClient& client, ByteBudget& budget = ByteBudget::Unlimited())
      : loop_(loop), client_(client), budget_(budget) {}

  // Begins the start of an operation that is polled later. Every Begin is answered by one Leave.
  VideoStart& Begin(StartOrder order, VideoStart::OnDone on_done);
  // Begins that of a reverse channel, whose answer is read to its end whoever leaves.
  VideoStart& BeginReverse(StartOrder order, VideoStart::OnDone on_done);

  // The caller does not wait any more. If nothing has left yet, the start ends; else it runs on by
  // itself.
  void Leave(VideoStart& start);

  // Ends them all, whatever may have been paid: the server stops.
  void EndAll(const absl::Status& reason);

  // Those whose outcome is not known, or whose caller is there.
  size_t under_way() const;
  // With those whose answers are still being read.
  size_t count() const { return starts_.size(); }

 private:
  VideoStart& Run(std::unique_ptr<VideoStart> start);
  // Frees a start that has ended and been left, from the top of the loop.
  void FreeSoon(VideoStart& start);

  EventLoop& loop_;
  HttpClient& client_;
  ByteBudget& budget_;
  std::vector<std::unique_ptr<VideoStart>> starts_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_VIDEO_START_H_
