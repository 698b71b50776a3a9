// Cuts a picture into the chunks that callers get.
#ifndef MEDIAGEN_SERVER_UPSTREAM_PICTURE_CHUNKS_H_
#define MEDIAGEN_SERVER_UPSTREAM_PICTURE_CHUNKS_H_

#include <cstddef>
#include <utility>

#include "absl/types/span.h"
#include "server/upstream/media_buffer.h"
#include "server/upstream/media_reader.h"

namespace mediagen {

// Where one picture's bytes are decoded to. Its first chunk is full unless the picture is shorter.
// Any thread; not shared.
class PictureChunks {
 public:
  static constexpr size_t kFirstBytes = MediaReader::kFirstChunkBytes;
  static constexpr size_t kBytes = MediaReader::kChunkBytes;

  explicit PictureChunks(ByteBudget& budget) : budget_(&budget) {}

  absl::Span<char> Room() {
    if (filling_.capacity() == 0) {
      const int64_t size = begun_ ? budget_->ChunkBytes() : static_cast<int64_t>(kFirstBytes);
      filling_ = MediaBuffer(static_cast<size_t>(size), budget_->Take(size));
    }
    return filling_.room();
  }
  void Grow(size_t count) { filling_.Grow(count); }

  // The chunk that is full or the last. Small ones do not each occupy a whole buffer.
  MediaBuffer Take() {
    begun_ = true;
    MediaBuffer chunk = std::exchange(filling_, MediaBuffer());
    if (chunk.empty()) return chunk;
    return MediaBuffer::Fitted(std::move(chunk));
  }

 private:
  ByteBudget* budget_;
  MediaBuffer filling_;
  bool begun_ = false;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_PICTURE_CHUNKS_H_
