#ifndef MEDIAGEN_SANDBOX_MEDIA_H_
#define MEDIAGEN_SANDBOX_MEDIA_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace mediagen::sandbox {

// Takes the next bytes; false: no more are wanted.
using Sink = std::function<bool(std::string_view)>;

// A picture or a video, maybe with padding behind it that is made while it is written, so that
// hundreds of megabytes need no memory. Immutable; any thread.
class Media {
 public:
  Media(std::string mime_type, std::string bytes);

  // The MP4 with a box that players pass over behind it, `total_bytes` in all. A box needs 8 bytes:
  // what cannot be padded to that size stays as it is.
  static Media PaddedMp4(std::string mp4, uint64_t total_bytes);

  const std::string& mime_type() const { return mime_type_; }
  uint64_t size() const { return bytes_.size() + padding_; }
  uint64_t base64_size() const;
  // What is held in memory.
  uint64_t footprint() const { return bytes_.size(); }

  // All of it, raw or as one base64 text; false when the sink wanted no more.
  bool Write(const Sink& sink) const;
  bool WriteBase64(const Sink& sink) const;

 private:
  std::string mime_type_;
  std::string bytes_;  // With padding: a multiple of 3 bytes, so that base64 groups end with it.
  uint64_t padding_ = 0;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_MEDIA_H_
