#ifndef MEDIAGEN_SANDBOX_BODY_H_
#define MEDIAGEN_SANDBOX_BODY_H_

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "sandbox/media.h"

namespace mediagen::sandbox {

// What an answer consists of: text, and media that turns into base64 (or stays bytes) while it is
// written. A value.
class Body {
 public:
  static constexpr uint64_t kAll = std::numeric_limits<uint64_t>::max();

  Body() = default;
  explicit Body(std::string text) { AddText(std::move(text)); }

  void AddText(std::string text);
  void AddBase64(std::shared_ptr<const Media> media);
  void AddBytes(std::shared_ptr<const Media> media);
  void Append(Body other);
  // Puts what is no base64 at the end of the first base64 text.
  void CorruptBase64();

  uint64_t size() const;
  // Where the first media is half written; the half of all when there is none.
  uint64_t middle_of_media() const;
  // Writes the first `limit` bytes; false when the sink wanted no more.
  bool Write(const Sink& sink, uint64_t limit = kAll) const;

 private:
  struct Segment {
    std::string text;
    std::shared_ptr<const Media> media;  // Null: `text` it is.
    bool base64 = false;

    uint64_t size() const;
  };

  std::vector<Segment> segments_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_BODY_H_
