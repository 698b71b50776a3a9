// A block of media bytes that moves from floor to floor without being copied.
#ifndef MEDIAGEN_SERVER_UPSTREAM_MEDIA_BUFFER_H_
#define MEDIAGEN_SERVER_UPSTREAM_MEDIA_BUFFER_H_

#include <cstddef>
#include <memory>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace mediagen {

// Owns its bytes; moves only. Any thread; not shared.
class MediaBuffer {
 public:
  MediaBuffer() = default;
  explicit MediaBuffer(size_t capacity) : bytes_(new char[capacity]), capacity_(capacity) {}
  MediaBuffer(MediaBuffer&& other) noexcept
      : bytes_(std::move(other.bytes_)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  MediaBuffer& operator=(MediaBuffer&& other) noexcept {
    bytes_ = std::move(other.bytes_);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
    return *this;
  }

  absl::string_view view() const { return {bytes_.get(), size_}; }
  size_t size() const { return size_; }
  size_t capacity() const { return capacity_; }
  bool empty() const { return size_ == 0; }

  // Room behind the bytes; Grow makes the first `count` bytes of it part of them.
  absl::Span<char> room() { return absl::MakeSpan(bytes_.get() + size_, capacity_ - size_); }
  void Grow(size_t count) { size_ += count; }

  // Gives the memory away, to be freed with delete[].
  char* Release() {
    size_ = capacity_ = 0;
    return bytes_.release();
  }

 private:
  std::unique_ptr<char[]> bytes_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_MEDIA_BUFFER_H_
