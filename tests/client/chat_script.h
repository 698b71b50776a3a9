#ifndef MEDIAGEN_TESTS_CLIENT_CHAT_SCRIPT_H_
#define MEDIAGEN_TESTS_CLIENT_CHAT_SCRIPT_H_

#include <optional>
#include <string>

#include "client/checksum.h"
#include "mediagen/v1/chat_image_service.pb.h"

namespace mediagen::client {

// Events of a chat answer as the real server sends them, for a call or a turn of a conversation.
// `Writer` is a grpc::ServerWriter or a grpc::ServerReaderWriter.

template <typename Event, typename Writer>
void WriteText(Writer& writer, int index, const std::string& text) {
  Event event;
  event.mutable_text()->set_index(index);
  event.mutable_text()->set_text(text);
  writer.Write(event);
}

template <typename Event, typename Writer>
void WriteSignature(Writer& writer, int index, const std::string& signature) {
  Event event;
  event.mutable_signature()->set_index(index);
  event.mutable_signature()->set_thought_signature(signature);
  writer.Write(event);
}

template <typename Event, typename Writer>
void WriteChatPicture(Writer& writer, int index, const std::string& bytes,
                      const std::string& mime_type, std::optional<uint32_t> crc32c = {}) {
  Event event;
  event.mutable_header()->set_index(index);
  writer.Write(event);
  // Two pieces, because one would prove nothing about offsets.
  const size_t half = bytes.size() / 2;
  event.mutable_chunk()->set_index(index);
  event.mutable_chunk()->set_data(bytes.substr(0, half));
  if (half > 0) writer.Write(event);
  event.mutable_chunk()->set_offset(static_cast<int64_t>(half));
  event.mutable_chunk()->set_data(bytes.substr(half));
  writer.Write(event);
  Crc32c sum;
  sum.Update(bytes);
  event.mutable_end()->set_index(index);
  event.mutable_end()->set_size_bytes(static_cast<int64_t>(bytes.size()));
  event.mutable_end()->set_mime_type(mime_type);
  event.mutable_end()->set_crc32c(crc32c.value_or(sum.value()));
  writer.Write(event);
}

template <typename Event, typename Writer>
void WriteChatCompleted(Writer& writer, int64_t nano_usd = 0) {
  Event event;
  v1::ChatCompleted& completed = *event.mutable_completed();
  completed.set_finish_reason(v1::FINISH_REASON_STOP);
  completed.set_finish_reason_raw("stop");
  completed.mutable_usage()->set_output_tokens(1290);
  completed.mutable_record()->set_model("fake-chat");
  if (nano_usd > 0) completed.mutable_cost()->set_nano_usd(nano_usd);
  writer.Write(event);
}

}  // namespace mediagen::client

#endif  // MEDIAGEN_TESTS_CLIENT_CHAT_SCRIPT_H_
