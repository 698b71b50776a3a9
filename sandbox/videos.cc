// Debian's libavcodec is built with libx264, which is under the GPL: linking this file puts the
// whole sandbox program under the GPL (version 2 or later). The server and the client do not link
// it.

#include "sandbox/videos.h"

extern "C" {
#include <libavutil/log.h>
}

#include <algorithm>
#include <memory>

#include "absl/status/status.h"
#include "sandbox/mp4_writer.h"

namespace mediagen::sandbox {
namespace {

constexpr int kPixelsInTime = 1280 * 720;  // Of which every frame is drawn.
constexpr int kLongestHold = 6;

// For how many frames a picture stands still: a large video is not to take minutes.
int HoldOf(Size size) {
  return std::clamp(size.width * size.height / kPixelsInTime, 1, kLongestHold);
}

}  // namespace

absl::StatusOr<std::string> MakeVideo(const VideoSpec& spec, const std::atomic<bool>& stop) {
  av_log_set_level(AV_LOG_ERROR);
  const std::unique_ptr<Film> film = MakeFilm(spec);
  if (film == nullptr) return absl::InvalidArgumentError("the first frame is no picture");
  absl::StatusOr<std::unique_ptr<Mp4Writer>> writer = Mp4Writer::Open(spec.size);
  if (!writer.ok()) return writer.status();
  const Canvas canvas(spec.size);
  const int frames = spec.seconds * Mp4Writer::kFramesPerSecond;
  const int hold = HoldOf(spec.size);
  for (int frame = 0; frame < frames; frame += hold) {
    if (stop) return absl::CancelledError("stopped");
    film->PaintFrame(canvas, static_cast<double>(frame) / Mp4Writer::kFramesPerSecond);
    if (absl::Status added = (*writer)->AddFrame(canvas, hold); !added.ok()) return added;
  }
  return (*writer)->Finish();
}

}  // namespace mediagen::sandbox
