#include "server/rpc/received_parts.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "server/rpc/image_results.h"
#include "server/upstream/media_type.h"

namespace mediagen {

void ReceivedParts::Add(const ChatPiece& piece) {
  if (overflown_) return;
  bytes_ += static_cast<int64_t>(piece.text.size() + piece.bytes.size());
  if (bytes_ > max_bytes_) {
    overflown_ = true;
    parts_.clear();
    return;
  }
  if (piece.part >= static_cast<int>(parts_.size()))
    parts_.resize(static_cast<size_t>(piece.part) + 1);
  v1::ChatPart& part = parts_[static_cast<size_t>(piece.part)];
  switch (piece.kind) {
    case ChatPiece::Kind::kText:
      part.mutable_text()->append(piece.text);
      break;
    case ChatPiece::Kind::kChunk:
      part.mutable_image()->mutable_data()->append(piece.bytes.view().data(), piece.bytes.size());
      break;
    case ChatPiece::Kind::kPictureEnd:
      EndPicture(piece, part);
      break;
    case ChatPiece::Kind::kLink:
      *part.mutable_image() = LinkMedia(piece.text, piece.said_media_type);
      break;
    case ChatPiece::Kind::kSignature:
      // One that is alone stands on an empty text.
      if (part.content_case() == v1::ChatPart::CONTENT_NOT_SET) part.set_text("");
      part.set_thought_signature(piece.text);
      break;
  }
}

void ReceivedParts::EndPicture(const ChatPiece& piece, v1::ChatPart& part) {
  if (piece.draft) {
    part.Clear();
  } else if (piece.corrupt) {
    *part.mutable_failed() = CorruptItem(piece.corrupt_offset);
  } else {
    media_bytes_ += piece.offset;
    std::string bytes = std::move(*part.mutable_image()->mutable_data());
    *part.mutable_image() = ImageMedia(std::move(bytes), piece.said_media_type);
  }
}

v1::ChatMessage ReceivedParts::Take(bool with_failed) {
  v1::ChatMessage message;
  message.set_role(v1::CHAT_ROLE_MODEL);
  for (v1::ChatPart& part : parts_) {
    const bool wanted =
        part.content_case() != v1::ChatPart::CONTENT_NOT_SET && (with_failed || !part.has_failed());
    if (wanted) *message.add_parts() = std::move(part);
  }
  return message;
}

}  // namespace mediagen
