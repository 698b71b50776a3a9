#include "server/rpc/streamed_events.h"

#include <utility>

namespace mediagen {
namespace {

constexpr bool Same(int a, int b) { return a == b; }

// WatchVideoResponse's bytes are GenerateVideoResponse's.
using Watch = v1::WatchVideoResponse;
using Generate = v1::GenerateVideoResponse;
static_assert(Same(Watch::kProgressFieldNumber, Generate::kProgressFieldNumber));
static_assert(Same(Watch::kHeaderFieldNumber, Generate::kHeaderFieldNumber));
static_assert(Same(Watch::kChunkFieldNumber, Generate::kChunkFieldNumber));
static_assert(Same(Watch::kEndFieldNumber, Generate::kEndFieldNumber));
static_assert(Same(Watch::kLinkFieldNumber, Generate::kLinkFieldNumber));
static_assert(Same(Watch::kFailedFieldNumber, Generate::kFailedFieldNumber));
static_assert(Same(Watch::kFilteredFieldNumber, Generate::kFilteredFieldNumber));
static_assert(Same(Watch::kCompletedFieldNumber, Generate::kCompletedFieldNumber));

}  // namespace

Task<absl::Status> StreamedEvents::Send(v1::WatchVideoResponse event) {
  if (event.has_header()) stream_.call().SetMayMoveOn(false);
  absl::Status written = co_await stream_.Write(event);
  co_return written;
}

Task<absl::Status> StreamedEvents::SendChunk(int index, int64_t offset, MediaBuffer bytes) {
  absl::Status written = co_await stream_.WriteChunk(v1::WatchVideoResponse::kChunkFieldNumber,
                                                     index, offset, std::move(bytes));
  co_return written;
}

Task<absl::Status> StreamedEvents::OnWaiting(absl::Duration elapsed) {
  v1::WatchVideoResponse event;
  event.mutable_progress()->set_phase(v1::VIDEO_PHASE_SUBMITTING);
  event.mutable_progress()->mutable_elapsed()->set_seconds(absl::ToInt64Seconds(elapsed));
  absl::Status written = co_await stream_.Write(event);
  co_return written;
}

}  // namespace mediagen
