// The parts of a chat's answer, in order and numbered, on their way to the caller.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CHAT_OUTPUT_H_
#define MEDIAGEN_SERVER_UPSTREAM_CHAT_OUTPUT_H_

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/upstream/chat_event.h"
#include "server/upstream/media_buffer.h"

namespace mediagen {

// Something of one part of an answer. A plain value.
class ChatPiece {
 public:
  enum class Kind {
    kText,        // More of a text, cut between characters.
    kChunk,       // More of a picture.
    kPictureEnd,  // All of a picture has come, or it is corrupt (then maybe without any chunk).
    kLink,        // A picture that came as a link.
    kSignature,   // Belongs to this part, or is one of its own.
  };
  ChatPiece() = default;
  ChatPiece(Kind kind, int part) : kind(kind), part(part) {}

  Kind kind = Kind::kText;
  int part = 0;      // From 0, rising.
  std::string text;  // The text, link or signature.
  MediaBuffer bytes;
  int64_t offset = 0;           // Of a chunk's first byte; at the end of a picture its size.
  std::string said_media_type;  // Of a link, and at the end of a picture.
  bool corrupt = false;         // At the end of a picture: its bytes are void.
  int64_t corrupt_offset = -1;
  bool draft = false;  // At the end of a picture: it turned out to be none of the answer's.
};

// One picture while it comes. Owned by whoever decodes it.
class ChatPicture {
 public:
  explicit ChatPicture(ChatEventPart::Place place = ChatEventPart::Place::kParts) : place(place) {}
  ChatEventPart::Place place;
  int part = -1;  // -1: nothing of it has been handed on.
  int64_t offset = 0;
  bool repeats = false;  // It has come before from another place, and is not handed on again.
};

// How a picture ended. A plain value.
class ChatPictureEnd {
 public:
  ChatPictureEnd() = default;
  bool corrupt = false;
  int64_t corrupt_offset = -1;
  bool draft = false;
  std::string said_media_type;
};

// Numbers parts, joins neighbouring text, and leaves out a picture that stands in two places.
// Holds what nobody has taken yet. Any thread; not shared.
class ChatOutput {
 public:
  // UTF-8, cut anywhere.
  void AddText(absl::string_view text);
  // Chunks of a picture follow each other without anything between them.
  void AddChunk(ChatPicture& picture, MediaBuffer chunk);
  void EndPicture(const ChatPicture& picture, const ChatPictureEnd& end);
  void AddLink(ChatEventPart::Place place, absl::string_view link, absl::string_view media_type);
  // Part -1: it stands alone, and is a part of its own.
  void AddSignature(int part, absl::string_view signature);
  // What follows is not joined to the last text.
  void EndText();

  bool Take(ChatPiece& piece);
  // Of what is ready.
  size_t bytes() const { return bytes_; }
  // Parts so far.
  int parts() const { return parts_; }
  bool has_text() const { return has_text_; }
  // Pictures and links that are whole.
  int good_pictures() const { return good_pictures_; }
  // Of the first corrupt picture; -1: none.
  int64_t corrupt_offset() const { return corrupt_offset_; }

 private:
  // A picture by its beginning, or a link by its text.
  struct Seen {
    ChatEventPart::Place place;
    uint64_t identity;
  };

  ChatPiece& Push(ChatPiece::Kind kind, int part);
  void PushText(absl::string_view text);
  bool Repeats(ChatEventPart::Place place, absl::string_view identity);

  std::deque<ChatPiece> ready_;
  size_t bytes_ = 0;
  int parts_ = 0;
  bool in_text_ = false;       // The last part is a text that may go on.
  std::string cut_character_;  // The start of a character, at the end of the text so far.
  std::vector<Seen> seen_;
  bool has_text_ = false;
  int good_pictures_ = 0;
  int64_t corrupt_offset_ = -1;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CHAT_OUTPUT_H_
