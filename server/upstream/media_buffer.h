// A block of media bytes that moves from floor to floor without being copied.
#ifndef MEDIAGEN_SERVER_UPSTREAM_MEDIA_BUFFER_H_
#define MEDIAGEN_SERVER_UPSTREAM_MEDIA_BUFFER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "server/async/byte_budget.h"

namespace mediagen {

// Owns its bytes, and holds what they count in the budget; moves only. Any thread; not shared.
class MediaBuffer {
 public:
  MediaBuffer() = default;
  explicit MediaBuffer(size_t capacity, ByteLease lease = ByteLease())
      : lease_(std::move(lease)), bytes_(new char[capacity]), capacity_(capacity) {}
  MediaBuffer(MediaBuffer&& other) noexcept
      : lease_(std::move(other.lease_)),
        bytes_(std::move(other.bytes_)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  MediaBuffer& operator=(MediaBuffer&& other) noexcept {
    bytes_ = std::move(other.bytes_);
    lease_ = std::move(other.lease_);
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

  // The same bytes in no more memory than they need, where most of it lies idle.
  static MediaBuffer Fitted(MediaBuffer buffer) {
    if (buffer.size() > buffer.capacity() / 2) return buffer;
    buffer.lease_.ShrinkTo(static_cast<int64_t>(buffer.size()));
    MediaBuffer fitted(buffer.size(), std::move(buffer.lease_));
    std::copy(buffer.view().begin(), buffer.view().end(), fitted.room().begin());
    fitted.Grow(buffer.size());
    return fitted;
  }

  // What the bytes count, for whoever copies them.
  ByteLease TakeLease() {
    lease_.ShrinkTo(static_cast<int64_t>(size_));
    return std::move(lease_);
  }

 private:
  ByteLease lease_;  // Given back when the bytes are gone.
  std::unique_ptr<char[]> bytes_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_MEDIA_BUFFER_H_
