#include "server/rpc/chat_events.h"

#include "server/rpc/image_results.h"
#include "server/upstream/crc32c.h"
#include "server/upstream/media_type.h"

namespace mediagen {

Task<absl::Status> ChatEvents::Send(ChatPiece piece) {
  if (piece.kind == ChatPiece::Kind::kChunk) {
    absl::Status chunk_sent = co_await SendChunk(std::move(piece));
    co_return chunk_sent;
  }
  const v1::StreamChatResponse event = EventOf(piece);
  absl::Status sent = co_await stream_.Write(event);
  co_return sent;
}

Task<absl::Status> ChatEvents::SendChunk(ChatPiece piece) {
  if (piece.offset == 0) {
    crc_ = 0;
    media_type_ = std::string(MediaTypeOfBytes(piece.bytes.view()));
    v1::StreamChatResponse event;
    event.mutable_header()->set_index(piece.part);
    event.mutable_header()->set_mime_type(media_type_);
    if (absl::Status sent = co_await stream_.Write(event); !sent.ok()) co_return sent;
  }
  crc_ = ExtendCrc32c(crc_, piece.bytes.view());
  absl::Status sent = co_await stream_.WriteChunk(v1::StreamChatResponse::kChunkFieldNumber,
                                                  piece.part, piece.offset, std::move(piece.bytes));
  co_return sent;
}

v1::StreamChatResponse ChatEvents::EventOf(ChatPiece& piece) const {
  v1::StreamChatResponse event;
  switch (piece.kind) {
    case ChatPiece::Kind::kText:
      event.mutable_text()->set_index(piece.part);
      event.mutable_text()->set_text(std::move(piece.text));
      break;
    case ChatPiece::Kind::kChunk:
      break;
    case ChatPiece::Kind::kPictureEnd:
      EndPicture(piece, event);
      break;
    case ChatPiece::Kind::kLink:
      event.mutable_link()->set_index(piece.part);
      *event.mutable_link()->mutable_media() = LinkMedia(piece.text, piece.said_media_type);
      *event.mutable_link()->mutable_record() = record_;
      break;
    case ChatPiece::Kind::kSignature:
      event.mutable_signature()->set_index(piece.part);
      event.mutable_signature()->set_thought_signature(std::move(piece.text));
      break;
  }
  return event;
}

void ChatEvents::EndPicture(const ChatPiece& piece, v1::StreamChatResponse& event) const {
  if (piece.corrupt || piece.draft) {
    v1::MediaFailed& failed = *event.mutable_failed();
    failed.set_index(piece.part);
    *failed.mutable_failed() = piece.corrupt ? CorruptItem(piece.corrupt_offset) : DraftItem();
    return;
  }
  v1::MediaEnd& end = *event.mutable_end();
  end.set_index(piece.part);
  end.set_size_bytes(piece.offset);
  end.set_mime_type(media_type_.empty() ? std::string(FullMediaType(piece.said_media_type))
                                        : media_type_);
  end.set_crc32c(crc_);
  *end.mutable_record() = record_;
}

}  // namespace mediagen
