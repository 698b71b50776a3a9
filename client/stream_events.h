#ifndef MEDIAGEN_CLIENT_STREAM_EVENTS_H_
#define MEDIAGEN_CLIENT_STREAM_EVENTS_H_

#include "absl/status/status.h"
#include "client/observers.h"

namespace mediagen::client {

// Hands an event of any stream of media to the observer. Events that this version does not know,
// and those that are not about media, pass silently.
template <typename Event>
absl::Status DispatchMedia(const Event& event, MediaObserver& media) {
  // Not every stream has this event.
  if constexpr (requires { event.has_filtered(); }) {
    if (event.has_filtered()) return media.OnFiltered(event.filtered());
  }
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
    default:
      return absl::OkStatus();
  }
}

// The same for an event of a chat answer.
template <typename Event>
absl::Status DispatchChat(const Event& event, ChatObserver& chat, MediaObserver& media) {
  if (event.has_text()) return chat.OnText(event.text());
  if (event.has_signature()) return chat.OnSignature(event.signature());
  return DispatchMedia(event, media);
}

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_STREAM_EVENTS_H_
