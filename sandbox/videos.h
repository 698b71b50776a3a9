#ifndef MEDIAGEN_SANDBOX_VIDEOS_H_
#define MEDIAGEN_SANDBOX_VIDEOS_H_

#include <atomic>
#include <string>

#include "absl/status/statusor.h"
#include "sandbox/film.h"

namespace mediagen::sandbox {

// The whole MP4 (H.264, 24 frames a second, fewer above 720p, index in front), which any browser
// plays. Takes about a second for 8 s of 720p; ends early, with CANCELLED, when `stop` becomes
// true. Any thread.
absl::StatusOr<std::string> MakeVideo(const VideoSpec& spec, const std::atomic<bool>& stop);

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_VIDEOS_H_
