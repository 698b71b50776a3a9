#include "tests/sandbox/video_probe.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
}
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

namespace mediagen::testing {
namespace {

std::vector<uint8_t> ToRgb(const AVFrame* frame) {
  std::vector<uint8_t> rgb(static_cast<size_t>(frame->width * frame->height) * 3);
  SwsContext* converter = sws_getContext(
      frame->width, frame->height, static_cast<AVPixelFormat>(frame->format), frame->width,
      frame->height, AV_PIX_FMT_RGB24, SWS_POINT, nullptr, nullptr, nullptr);
  const int* bt709 = sws_getCoefficients(SWS_CS_ITU709);
  sws_setColorspaceDetails(converter, bt709, 0, bt709, 1, 0, 1 << 16, 1 << 16);
  uint8_t* planes[] = {rgb.data()};
  const int strides[] = {frame->width * 3};
  sws_scale(converter, frame->data, frame->linesize, 0, frame->height, planes, strides);
  sws_freeContext(converter);
  return rgb;
}

double Difference(const std::vector<uint8_t>& one, const std::vector<uint8_t>& other) {
  size_t different = 0;
  for (size_t i = 0; i < one.size(); i += 3) different += abs(one[i] - other[i]) > 12;
  return static_cast<double>(different) * 3 / static_cast<double>(one.size());
}

void TakePixel(const std::vector<uint8_t>& rgb, sandbox::Size size, int (&pixel)[3]) {
  const int at = (size.height / 4 * size.width + size.width / 2) * 3;
  for (int i = 0; i < 3; ++i) pixel[i] = rgb[static_cast<size_t>(at + i)];
}

// Decodes all frames; the first and the last go into the facts.
void DecodeFrames(AVFormatContext* container, AVCodecContext* decoder, VideoFacts& facts) {
  std::vector<uint8_t> first, last;
  AVPacket* packet = av_packet_alloc();
  AVFrame* frame = av_frame_alloc();
  for (bool more = true; more;) {
    more = av_read_frame(container, packet) >= 0;
    avcodec_send_packet(decoder, more ? packet : nullptr);
    if (more) av_packet_unref(packet);
    while (avcodec_receive_frame(decoder, frame) >= 0) {
      last = ToRgb(frame);
      if (facts.frames++ == 0) first = last;
    }
  }
  av_frame_free(&frame);
  av_packet_free(&packet);
  if (facts.frames == 0) return;
  TakePixel(first, facts.size, facts.first_pixel);
  TakePixel(last, facts.size, facts.last_pixel);
  facts.moved = Difference(first, last);
}

}  // namespace

VideoFacts ProbeVideo(const std::string& bytes) {
  VideoFacts facts;
  const int file = memfd_create("probe.mp4", MFD_CLOEXEC);
  size_t written = 0;
  while (written < bytes.size()) {
    const ssize_t count = write(file, bytes.data() + written, bytes.size() - written);
    if (count <= 0) break;
    written += static_cast<size_t>(count);
  }
  AVFormatContext* container = nullptr;
  const std::string url = "file:/proc/self/fd/" + std::to_string(file);
  if (avformat_open_input(&container, url.c_str(), nullptr, nullptr) == 0 &&
      avformat_find_stream_info(container, nullptr) >= 0 && container->nb_streams == 1) {
    const AVStream* stream = container->streams[0];
    const AVCodec* codec = avcodec_find_decoder(stream->codecpar->codec_id);
    AVCodecContext* decoder = avcodec_alloc_context3(codec);
    avcodec_parameters_to_context(decoder, stream->codecpar);
    if (avcodec_open2(decoder, codec, nullptr) == 0) {
      facts.codec = codec->name;
      facts.pixel_format = av_get_pix_fmt_name(decoder->pix_fmt);
      facts.size = {decoder->width, decoder->height};
      facts.seconds = static_cast<double>(container->duration) / AV_TIME_BASE;
      facts.frames_per_second = av_q2d(stream->avg_frame_rate);
      DecodeFrames(container, decoder, facts);
    }
    avcodec_free_context(&decoder);
  }
  avformat_close_input(&container);
  close(file);
  return facts;
}

}  // namespace mediagen::testing
