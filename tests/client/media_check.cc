// media_check FILE png|jpeg|mp4: decodes a picture or a video to its last frame and tells its size.
// For the demo, which must not take our own word for what it made.
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace {

using Input = std::unique_ptr<AVFormatContext, void (*)(AVFormatContext*)>;
using Decoder = std::unique_ptr<AVCodecContext, void (*)(AVCodecContext*)>;
using Frame = std::unique_ptr<AVFrame, void (*)(AVFrame*)>;
using Packet = std::unique_ptr<AVPacket, void (*)(AVPacket*)>;

Input Open(const char* path) {
  AVFormatContext* input = nullptr;
  avformat_open_input(&input, path, nullptr, nullptr);
  return Input(input, [](AVFormatContext* open) { avformat_close_input(&open); });
}

Decoder OpenDecoder(const AVStream& stream) {
  const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
  AVCodecContext* decoder = avcodec_alloc_context3(codec);
  if (codec == nullptr || avcodec_parameters_to_context(decoder, stream.codecpar) < 0) {
    avcodec_free_context(&decoder);
  } else {
    // What a lenient player would paper over is an error here.
    decoder->err_recognition = AV_EF_EXPLODE | AV_EF_CRCCHECK;
    if (avcodec_open2(decoder, codec, nullptr) < 0) avcodec_free_context(&decoder);
  }
  return Decoder(decoder, [](AVCodecContext* open) { avcodec_free_context(&open); });
}

AVCodecID CodecOf(std::string_view format) {
  if (format == "png") return AV_CODEC_ID_PNG;
  if (format == "jpeg") return AV_CODEC_ID_MJPEG;
  return AV_CODEC_ID_H264;
}

// Takes the frames that are ready; false when one is broken.
bool Receive(AVCodecContext& decoder, AVFrame& frame, int& count) {
  for (;;) {
    const int result = avcodec_receive_frame(&decoder, &frame);
    if (result == AVERROR(EAGAIN) || result == AVERROR_EOF) return true;
    if (result < 0 || frame.decode_error_flags != 0) return false;
    ++count;
  }
}

// How many frames there are; -1: not all of it decodes.
int CountFrames(AVFormatContext& input, const AVStream& stream, AVCodecContext& decoder) {
  const Frame frame(av_frame_alloc(), [](AVFrame* f) { av_frame_free(&f); });
  const Packet packet(av_packet_alloc(), [](AVPacket* p) { av_packet_free(&p); });
  int count = 0;
  int result = 0;
  while ((result = av_read_frame(&input, packet.get())) >= 0) {
    const bool ours = packet->stream_index == stream.index;
    if (ours && avcodec_send_packet(&decoder, packet.get()) < 0) return -1;
    av_packet_unref(packet.get());
    if (ours && !Receive(decoder, *frame, count)) return -1;
  }
  if (result != AVERROR_EOF || avcodec_send_packet(&decoder, nullptr) < 0) return -1;
  return Receive(decoder, *frame, count) ? count : -1;
}

int Fail(const char* path, const char* what) {
  std::fprintf(stderr, "%s: %s\n", path, what);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return Fail("media_check", "usage: media_check FILE png|jpeg|mp4");
  const char* path = argv[1];
  av_log_set_level(AV_LOG_ERROR);
  const Input input = Open(path);
  if (input == nullptr || avformat_find_stream_info(input.get(), nullptr) < 0) {
    return Fail(path, "cannot be read");
  }
  const int index = av_find_best_stream(input.get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  if (index < 0) return Fail(path, "holds no picture");
  const AVStream& stream = *input->streams[index];
  if (stream.codecpar->codec_id != CodecOf(argv[2])) {
    return Fail(path, (std::string("is no ") + argv[2]).c_str());
  }
  const Decoder decoder = OpenDecoder(stream);
  if (decoder == nullptr) return Fail(path, "has no decoder here");
  const int frames = CountFrames(*input, stream, *decoder);
  if (frames <= 0) return Fail(path, "does not decode");
  std::printf("%s: %s, %d x %d", path, argv[2], stream.codecpar->width, stream.codecpar->height);
  if (frames > 1) {
    std::printf(", %d frames, %.1f s", frames, static_cast<double>(input->duration) / AV_TIME_BASE);
  }
  std::printf("\n");
  return 0;
}
