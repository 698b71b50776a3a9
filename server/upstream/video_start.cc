#include "server/upstream/video_start.h"

#include <algorithm>
#include <utility>

#include "server/upstream/polled_start.h"
#include "server/upstream/reverse_start.h"

namespace mediagen {

VideoStart::VideoStart(EventLoop& loop, ByteBudget& budget, StartOrder order, OnDone on_done)
    : budget_(order.budget.value_or(budget)),
      context_(loop, After(loop.now(), order.limit), budget_),
      credential_(std::move(order.credential)),
      request_(std::move(order.request)),
      operation_(std::move(order.operation)),
      builds_upon_(order.builds_upon),
      on_done_(std::move(on_done)),
      result_(absl::UnknownError("still under way")) {
  context_.bytes().upload = std::move(order.upload);
  context_.SetTraceHeader(std::move(order.trace_header));
}

void VideoStart::Conclude(absl::StatusOr<Operation> result) {
  result_ = std::move(result);
  done_ = true;
  on_done_(*this);
  changed_.Set();
}

VideoStart& VideoStarts::Begin(StartOrder order, VideoStart::OnDone on_done) {
  return Run(
      std::make_unique<PolledStart>(loop_, client_, budget_, std::move(order), std::move(on_done)));
}

VideoStart& VideoStarts::BeginReverse(StartOrder order, VideoStart::OnDone on_done) {
  return Run(std::make_unique<ReverseStart>(loop_, client_, budget_, std::move(order),
                                            std::move(on_done)));
}

VideoStart& VideoStarts::Run(std::unique_ptr<VideoStart> begun) {
  starts_.push_back(std::move(begun));
  VideoStart& start = *starts_.back();
  start.flow_ = start.Run();
  start.flow_.Start([this, &start] {
    start.ended_ = true;
    if (!start.watched_) FreeSoon(start);
  });
  return start;
}

void VideoStarts::Leave(VideoStart& start) {
  start.watched_ = false;
  if (start.ended_) {
    FreeSoon(start);
  } else if (!start.done_ && !start.MayHaveLeft()) {
    // Aborted at once: until the flow wakes, the socket could still take the request, and nobody
    // would read the answer.
    start.context_.End(absl::CancelledError("the caller left before anything was sent"));
    start.Abort();
  }
}

void VideoStarts::EndAll(const absl::Status& reason) {
  for (const std::unique_ptr<VideoStart>& start : starts_) start->context_.End(reason);
}

size_t VideoStarts::under_way() const {
  return static_cast<size_t>(
      std::count_if(starts_.begin(), starts_.end(), [](const std::unique_ptr<VideoStart>& start) {
        return !start->done_ || start->ended_ || start->watched_;
      }));
}

void VideoStarts::FreeSoon(VideoStart& start) {
  loop_.Post([this, &start] {
    auto found = std::find_if(starts_.begin(), starts_.end(),
                              [&](const auto& item) { return item.get() == &start; });
    starts_.erase(found);
  });
}

}  // namespace mediagen
