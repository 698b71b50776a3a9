#ifndef MEDIAGEN_CLIENT_STREAM_EVENTS_H_
#define MEDIAGEN_CLIENT_STREAM_EVENTS_H_

#include "absl/status/status.h"
#include "client/observers.h"

namespace mediagen::client {

// Hands an event of any stream of media to the observer. Events that this version does not know,
// and those that are not about media, pass silently.
template <typename Event>
absl::Status DispatchMedia(const Event& event, MediaObserver& media) {
  switch (event.event_case()) {
    case Event::kHeader:
      return media.OnHeader(event.header());
    case Event::kChunk:
      return media.OnChunk(event.chunk());
    case Event::kEnd:
      return media.OnEnd(event.end());
    case Event::kLink:
      return media.OnLink(event.link());
    case Event::kFailed:
      return media.OnFailed(event.failed());
    case Event::kFiltered:
      return media.OnFiltered(event.filtered());
    default:
      return absl::OkStatus();
  }
}

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_STREAM_EVENTS_H_
