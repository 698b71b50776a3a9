#include "sandbox/mp4_writer.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "absl/strings/str_cat.h"

namespace mediagen::sandbox {
namespace {

absl::Status AvError(const char* what, int error) {
  char text[AV_ERROR_MAX_STRING_SIZE];
  av_strerror(error, text, sizeof(text));
  return absl::InternalError(absl::StrCat(what, ": ", text));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Mp4Writer>> Mp4Writer::Open(Size size) {
  std::unique_ptr<Mp4Writer> writer(new Mp4Writer());
  if (absl::Status opened = writer->OpenEncoder(size); !opened.ok()) return opened;
  if (absl::Status opened = writer->OpenFile(); !opened.ok()) return opened;
  return writer;
}

Mp4Writer::~Mp4Writer() {
  av_packet_free(&packet_);
  av_frame_free(&frame_);
  sws_freeContext(converter_);
  avcodec_free_context(&encoder_);
  if (container_ != nullptr && container_->pb != nullptr) avio_closep(&container_->pb);
  avformat_free_context(container_);
  if (memory_file_ >= 0) close(memory_file_);
}

absl::Status Mp4Writer::OpenEncoder(Size size) {
  const AVCodec* codec = avcodec_find_encoder_by_name("libx264");
  if (codec == nullptr) return absl::UnimplementedError("libavcodec has no libx264");
  encoder_ = avcodec_alloc_context3(codec);
  encoder_->width = size.width;
  encoder_->height = size.height;
  encoder_->pix_fmt = AV_PIX_FMT_YUV420P;  // What every browser plays.
  encoder_->time_base = {1, kFramesPerSecond};
  encoder_->framerate = {kFramesPerSecond, 1};
  encoder_->gop_size = 2 * kFramesPerSecond;
  encoder_->thread_count = 2;
  encoder_->color_range = AVCOL_RANGE_MPEG;
  encoder_->colorspace = AVCOL_SPC_BT709;
  encoder_->color_primaries = AVCOL_PRI_BT709;
  encoder_->color_trc = AVCOL_TRC_BT709;
  encoder_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  av_opt_set(encoder_->priv_data, "preset", "ultrafast", 0);
  av_opt_set(encoder_->priv_data, "crf", "24", 0);
  if (int error = avcodec_open2(encoder_, codec, nullptr); error < 0) {
    return AvError("opening the encoder", error);
  }
  converter_ = sws_getContext(size.width, size.height, AV_PIX_FMT_BGR0, size.width, size.height,
                              AV_PIX_FMT_YUV420P, SWS_POINT, nullptr, nullptr, nullptr);
  frame_ = av_frame_alloc();
  packet_ = av_packet_alloc();
  if (converter_ == nullptr || frame_ == nullptr || packet_ == nullptr) {
    return absl::InternalError("no memory for the encoder");
  }
  const int* bt709 = sws_getCoefficients(SWS_CS_ITU709);
  sws_setColorspaceDetails(converter_, bt709, /*srcRange=*/1, bt709, /*dstRange=*/0, 0, 1 << 16,
                           1 << 16);
  frame_->format = AV_PIX_FMT_YUV420P;
  frame_->width = size.width;
  frame_->height = size.height;
  if (int error = av_frame_get_buffer(frame_, 0); error < 0) return AvError("a frame", error);
  return absl::OkStatus();
}

absl::Status Mp4Writer::OpenFile() {
  // A name in /proc, because moving the index to the front reads the file through a second handle.
  memory_file_ = memfd_create("video.mp4", MFD_CLOEXEC);
  if (memory_file_ < 0) return absl::ErrnoToStatus(errno, "memfd_create");
  const std::string url = absl::StrCat("file:/proc/self/fd/", memory_file_);
  if (int error = avformat_alloc_output_context2(&container_, nullptr, "mp4", url.c_str());
      error < 0) {
    return AvError("the container", error);
  }
  stream_ = avformat_new_stream(container_, nullptr);
  if (stream_ == nullptr) return absl::InternalError("no memory for the container");
  stream_->time_base = encoder_->time_base;
  stream_->avg_frame_rate = encoder_->framerate;
  if (int error = avcodec_parameters_from_context(stream_->codecpar, encoder_); error < 0) {
    return AvError("the stream", error);
  }
  if (int error = avio_open(&container_->pb, url.c_str(), AVIO_FLAG_WRITE); error < 0) {
    return AvError("opening the file", error);
  }
  AVDictionary* options = nullptr;
  av_dict_set(&options, "movflags", "+faststart", 0);
  const int error = avformat_write_header(container_, &options);
  av_dict_free(&options);
  return error < 0 ? AvError("the file's head", error) : absl::OkStatus();
}

absl::Status Mp4Writer::AddFrame(const Canvas& canvas, int hold) {
  if (int error = av_frame_make_writable(frame_); error < 0) return AvError("a frame", error);
  canvas.Flush();
  const uint8_t* source[] = {canvas.row(0)};
  const int source_stride[] = {canvas.stride()};
  sws_scale(converter_, source, source_stride, 0, canvas.height(), frame_->data, frame_->linesize);
  frame_->pts = next_frame_;
  next_frame_ += hold;
  hold_ = hold;
  return Encode(frame_);
}

absl::Status Mp4Writer::Encode(const AVFrame* frame) {
  if (int error = avcodec_send_frame(encoder_, frame); error < 0) return AvError("encode", error);
  for (;;) {
    const int error = avcodec_receive_packet(encoder_, packet_);
    if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) return absl::OkStatus();
    if (error < 0) return AvError("encode", error);
    packet_->stream_index = stream_->index;
    packet_->duration = hold_;
    av_packet_rescale_ts(packet_, encoder_->time_base, stream_->time_base);
    // Takes the packet over, also when it fails.
    if (int written = av_interleaved_write_frame(container_, packet_); written < 0) {
      return AvError("write", written);
    }
  }
}

absl::StatusOr<std::string> Mp4Writer::Finish() {
  if (absl::Status flushed = Encode(nullptr); !flushed.ok()) return flushed;
  if (int error = av_write_trailer(container_); error < 0) return AvError("the file's end", error);
  avio_closep(&container_->pb);
  struct stat status {};
  if (fstat(memory_file_, &status) != 0) return absl::ErrnoToStatus(errno, "fstat");
  std::string bytes(static_cast<size_t>(status.st_size), '\0');
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t count =
        pread(memory_file_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
    if (count <= 0) return absl::ErrnoToStatus(errno, "reading the file back");
    done += static_cast<size_t>(count);
  }
  return bytes;
}

}  // namespace mediagen::sandbox
