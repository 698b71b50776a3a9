// Interactions: the answers to a start, a poll, a cancel, and the state of a file.
#ifndef MEDIAGEN_SERVER_UPSTREAM_INTERACTION_FORMATS_H_
#define MEDIAGEN_SERVER_UPSTREAM_INTERACTION_FORMATS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "mediagen/v1/media.pb.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/upstream/json_view.h"
#include "server/upstream/video_formats.h"

namespace mediagen {

// Id of the interaction that a start began; empty when the answer has none that may enter a path.
std::string ReadInteractionId(JsonView envelope);

// Whether the answer speaks of an interaction, so that an error in it is the job's.
bool IsInteraction(JsonView envelope);

// Reads the answer to a poll, or to a start that is at an end already. A video that is there counts
// whatever the status word says; without one, every word of an end is a failure.
VideoStatus ReadInteractionStatus(JsonView envelope);

// The state that the answer names by its word alone; VIDEO_STATE_UNKNOWN where it names none.
v1::VideoState ReadInteractionState(JsonView envelope);

enum class FileState { kProcessing, kActive, kFailed };
// Anything but an end is taken for processing.
FileState ReadFileState(JsonView envelope);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_INTERACTION_FORMATS_H_
