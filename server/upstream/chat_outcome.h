// What a chat's answer, read to its end, means to the caller.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CHAT_OUTCOME_H_
#define MEDIAGEN_SERVER_UPSTREAM_CHAT_OUTCOME_H_

#include "absl/status/status.h"
#include "server/upstream/chat_decoder.h"

namespace mediagen {

// OK for a picture, and for text alone unless a filter stopped the picture. Else which of the ways
// to get none it was: prompt blocked, result filtered, all corrupt, or nothing at all.
absl::Status ChatOutcome(const ChatFacts& facts, const ChatOutput& output);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CHAT_OUTCOME_H_
