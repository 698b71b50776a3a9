#include "bench/yardstick/memory_media.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/wire_format_lite.h>
#include <grpcpp/support/slice.h>

#include <algorithm>
#include <array>
#include <utility>

#include "bench/yardstick/report.h"
#include "mediagen/v1/image_service.pb.h"
#include "mediagen/v1/video_service.pb.h"
#include "server/upstream/crc32c.h"

namespace mediagen::bench {
namespace {

using google::protobuf::internal::WireFormatLite;

// Tag and length of a field that holds `length` bytes.
std::string FieldHead(int field, size_t length) {
  std::string head;
  google::protobuf::io::StringOutputStream stream(&head);
  google::protobuf::io::CodedOutputStream out(&stream);
  out.WriteTag(WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED));
  out.WriteVarint64(length);
  out.Trim();
  return head;
}

// `head`, then `data` where it lies.
grpc::ByteBuffer Joined(const std::string& head, const char* data, size_t length) {
  const std::array<grpc::Slice, 2> slices = {grpc::Slice(head),
                                             grpc::Slice(data, length, grpc::Slice::STATIC_SLICE)};
  return grpc::ByteBuffer(slices.data(), slices.size());
}

}  // namespace

MemoryMedia::MemoryMedia(std::string bytes)
    : bytes_(std::move(bytes)), crc32c_(ExtendCrc32c(0, bytes_)) {}

grpc::ByteBuffer MemoryMedia::ChunkEvent(int64_t offset) const {
  const size_t length = std::min<size_t>(kChunkBytes, bytes_.size() - static_cast<size_t>(offset));
  v1::MediaChunk chunk;
  chunk.set_offset(offset);
  const std::string inner =
      chunk.SerializeAsString() + FieldHead(v1::MediaChunk::kDataFieldNumber, length);
  const std::string outer =
      FieldHead(v1::WatchVideoResponse::kChunkFieldNumber, inner.size() + length);
  return Joined(outer + inner, bytes_.data() + offset, length);
}

grpc::ByteBuffer MemoryMedia::EndEvent() const {
  v1::WatchVideoResponse event;
  event.mutable_end()->set_size_bytes(static_cast<int64_t>(bytes_.size()));
  event.mutable_end()->set_crc32c(crc32c_);
  const grpc::Slice slice(event.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

grpc::ByteBuffer MemoryMedia::ImagesResponse() const {
  const std::string data = FieldHead(v1::Media::kDataFieldNumber, bytes_.size());
  const size_t media = data.size() + bytes_.size();
  const std::string image = FieldHead(v1::ImageResult::kImageFieldNumber, media);
  const std::string result =
      FieldHead(v1::GenerateImagesResponse::kResultsFieldNumber, image.size() + media);
  return Joined(result + image + data, bytes_.data(), bytes_.size());
}

const MemoryMedia& MediaFolder::Get(const std::string& name) {
  std::lock_guard lock(mutex_);
  std::unique_ptr<MemoryMedia>& media = media_[name];
  if (media == nullptr) media = std::make_unique<MemoryMedia>(ReadFile(folder_ + "/" + name));
  return *media;
}

}  // namespace mediagen::bench
