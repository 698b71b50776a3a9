#ifndef MEDIAGEN_SANDBOX_MP4_WRITER_H_
#define MEDIAGEN_SANDBOX_MP4_WRITER_H_

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "sandbox/canvas.h"

namespace mediagen::sandbox {

// Encodes frames to an MP4 in memory. Owns everything of libav that it uses. One thread at a time.
class Mp4Writer {
 public:
  static constexpr int kFramesPerSecond = 24;

  // Both sides must be even.
  static absl::StatusOr<std::unique_ptr<Mp4Writer>> Open(Size size);
  ~Mp4Writer();
  Mp4Writer(const Mp4Writer&) = delete;
  Mp4Writer& operator=(const Mp4Writer&) = delete;

  // `hold`: how many frames' time it stays, the same for all.
  absl::Status AddFrame(const Canvas& canvas, int hold = 1);
  // The file; nothing may follow.
  absl::StatusOr<std::string> Finish();

 private:
  Mp4Writer() = default;
  absl::Status OpenEncoder(Size size);
  absl::Status OpenFile();
  absl::Status Encode(const AVFrame* frame);

  int memory_file_ = -1;
  AVCodecContext* encoder_ = nullptr;
  AVFormatContext* container_ = nullptr;
  AVStream* stream_ = nullptr;
  SwsContext* converter_ = nullptr;
  AVFrame* frame_ = nullptr;
  AVPacket* packet_ = nullptr;
  int64_t next_frame_ = 0;
  int hold_ = 1;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_MP4_WRITER_H_
