#ifndef MEDIAGEN_TESTS_CLIENT_VIDEO_SCRIPT_H_
#define MEDIAGEN_TESTS_CLIENT_VIDEO_SCRIPT_H_

#include <grpcpp/support/sync_stream.h>

#include <algorithm>
#include <string>

#include "client/checksum.h"
#include "mediagen/v1/video_service.pb.h"

namespace mediagen::client {

// Events of a video stream as the real server sends them, for either of the two video calls.

// Bytes that are different everywhere, so that a piece in the wrong place shows.
inline std::string VideoBytes(size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>((i * 2654435761u) >> 13);
  return bytes;
}

template <typename Event>
void WriteHeader(grpc::ServerWriter<Event>& writer, int index, int64_t offset) {
  Event event;
  event.mutable_header()->set_index(index);
  event.mutable_header()->set_mime_type("video/mp4");
  event.mutable_header()->set_offset(offset);
  writer.Write(event);
}

template <typename Event>
void WriteChunks(grpc::ServerWriter<Event>& writer, int index, const std::string& bytes,
                 int64_t from, int64_t to) {
  constexpr int64_t kChunk = 1000;
  for (int64_t offset = from; offset < to; offset += kChunk) {
    Event event;
    event.mutable_chunk()->set_index(index);
    event.mutable_chunk()->set_offset(offset);
    event.mutable_chunk()->set_data(bytes.substr(offset, std::min(kChunk, to - offset)));
    writer.Write(event);
  }
}

template <typename Event>
void WriteEnd(grpc::ServerWriter<Event>& writer, int index, const std::string& bytes) {
  Event event;
  event.mutable_end()->set_index(index);
  event.mutable_end()->set_size_bytes(static_cast<int64_t>(bytes.size()));
  event.mutable_end()->set_mime_type("video/mp4");
  Crc32c crc32c;
  crc32c.Update(bytes);
  event.mutable_end()->set_crc32c(crc32c.value());
  event.mutable_end()->mutable_record()->set_provider("fake");
  event.mutable_end()->mutable_record()->set_model("fake-video");
  writer.Write(event);
}

// A whole video from `offset` on.
template <typename Event>
void WriteVideo(grpc::ServerWriter<Event>& writer, int index, const std::string& bytes,
                int64_t offset = 0) {
  WriteHeader(writer, index, offset);
  WriteChunks(writer, index, bytes, offset, static_cast<int64_t>(bytes.size()));
  WriteEnd(writer, index, bytes);
}

template <typename Event>
void WriteCompleted(grpc::ServerWriter<Event>& writer, int count) {
  Event event;
  event.mutable_completed()->set_outcome(v1::VIDEO_OUTCOME_SUCCEEDED);
  event.mutable_completed()->set_video_count(count);
  writer.Write(event);
}

template <typename Event>
void WriteProgress(grpc::ServerWriter<Event>& writer, v1::VideoPhase phase) {
  Event event;
  event.mutable_progress()->set_phase(phase);
  event.mutable_progress()->set_polls(1);
  writer.Write(event);
}

template <typename Event>
void WriteStarted(grpc::ServerWriter<Event>& writer, const std::string& operation,
                  const std::string& request_id) {
  Event event;
  event.mutable_started()->set_operation(operation);
  event.mutable_started()->set_request_id(request_id);
  event.mutable_started()->set_provider("fake");
  event.mutable_started()->set_model("fake-video");
  event.mutable_started()->mutable_create_time()->set_seconds(1'700'000'000);
  writer.Write(event);
}

}  // namespace mediagen::client

#endif  // MEDIAGEN_TESTS_CLIENT_VIDEO_SCRIPT_H_
