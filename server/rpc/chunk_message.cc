#include "server/rpc/chunk_message.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include "mediagen/v1/media.pb.h"

namespace mediagen {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;

uint8_t* WriteLengthTag(int field, uint64_t length, uint8_t* out) {
  out = CodedOutputStream::WriteTagToArray(
      WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED), out);
  return CodedOutputStream::WriteVarint64ToArray(length, out);
}

}  // namespace

grpc::ByteBuffer ChunkMessage(int event_field, int index, int64_t offset, MediaBuffer data) {
  // Everything of MediaChunk up to the bytes of `data`; two varint fields and a length take at most
  // 32 bytes.
  uint8_t inner[64];
  uint8_t* inner_end = inner;
  if (index != 0) {
    inner_end =
        WireFormatLite::WriteInt32ToArray(v1::MediaChunk::kIndexFieldNumber, index, inner_end);
  }
  if (offset != 0) {
    inner_end =
        WireFormatLite::WriteInt64ToArray(v1::MediaChunk::kOffsetFieldNumber, offset, inner_end);
  }
  inner_end = WriteLengthTag(v1::MediaChunk::kDataFieldNumber, data.size(), inner_end);
  const auto inner_size = static_cast<size_t>(inner_end - inner);

  uint8_t head[96];
  uint8_t* head_end = WriteLengthTag(event_field, inner_size + data.size(), head);
  for (const uint8_t* byte = inner; byte != inner_end; ++byte) *head_end++ = *byte;

  auto* const owner = new MediaBuffer(std::move(data));
  char* const bytes = const_cast<char*>(owner->view().data());
  const grpc::Slice slices[] = {
      grpc::Slice(head, static_cast<size_t>(head_end - head)),
      grpc::Slice(
          bytes, owner->size(), [](void* owned) { delete static_cast<MediaBuffer*>(owned); },
          owner),
  };
  return grpc::ByteBuffer(slices, 2);
}

}  // namespace mediagen
