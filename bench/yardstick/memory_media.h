// Media that lie in memory, and the messages that carry them without a copy.
#ifndef MEDIAGEN_BENCH_YARDSTICK_MEMORY_MEDIA_H_
#define MEDIAGEN_BENCH_YARDSTICK_MEMORY_MEDIA_H_

#include <grpcpp/support/byte_buffer.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace mediagen::bench {

constexpr int64_t kChunkBytes = 512 * 1024;

// One file. Never changes; outlives every message made of it.
class MemoryMedia {
 public:
  explicit MemoryMedia(std::string bytes);

  const std::string& bytes() const { return bytes_; }
  // A WatchVideoResponse with the chunk that begins at `offset`.
  grpc::ByteBuffer ChunkEvent(int64_t offset) const;
  // The one behind the last chunk.
  grpc::ByteBuffer EndEvent() const;
  // A GenerateImagesResponse with all of it.
  grpc::ByteBuffer ImagesResponse() const;

 private:
  const std::string bytes_;
  const uint32_t crc32c_;
};

// The files of a folder, each read when it is first asked for. Any thread.
class MediaFolder {
 public:
  explicit MediaFolder(std::string folder) : folder_(std::move(folder)) {}
  const MemoryMedia& Get(const std::string& name);

 private:
  const std::string folder_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<MemoryMedia>> media_;
};

}  // namespace mediagen::bench

#endif  // MEDIAGEN_BENCH_YARDSTICK_MEMORY_MEDIA_H_
