#include "server/upstream/chat_output.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/upstream/crc32c.h"
#include "server/upstream/utf8.h"

namespace mediagen {
namespace {

// A piece of text is one message to the caller, far below anybody's limit.
constexpr size_t kMaxTextBytes = 64 * 1024;
// More pictures than any answer has; beyond, repetitions are not told.
constexpr size_t kMaxSeen = 256;

// Bytes at the end of `text` that are the start of a character.
size_t CutCharacterSize(absl::string_view text) {
  constexpr size_t kLongest = 3;
  for (size_t size = 1; size <= std::min(kLongest, text.size()); ++size) {
    const auto byte = static_cast<unsigned char>(text[text.size() - size]);
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const size_t whole = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return size < whole ? size : 0;
  }
  return 0;
}

}  // namespace

void ChatOutput::AddText(absl::string_view text) {
  if (text.empty()) return;
  const std::string joined = absl::StrCat(cut_character_, text);
  const size_t cut = CutCharacterSize(joined);
  cut_character_ = joined.substr(joined.size() - cut);
  PushText(absl::string_view(joined).substr(0, joined.size() - cut));
}

void ChatOutput::PushText(absl::string_view text) {
  std::string mended;
  if (!IsUtf8(text)) text = mended = MendedUtf8(text);
  while (!text.empty()) {
    if (!std::exchange(in_text_, true)) ++parts_;
    size_t size = std::min(text.size(), kMaxTextBytes);
    size -= CutCharacterSize(text.substr(0, size));
    const bool joins = !ready_.empty() && ready_.back().kind == ChatPiece::Kind::kText &&
                       ready_.back().part == parts_ - 1 &&
                       ready_.back().text.size() + size <= kMaxTextBytes;
    ChatPiece& piece = joins ? ready_.back() : Push(ChatPiece::Kind::kText, parts_ - 1);
    piece.text.append(text.data(), size);
    bytes_ += size;
    text.remove_prefix(size);
    has_text_ = true;
  }
}

void ChatOutput::EndText() {
  // A character that nothing completes becomes U+FFFD.
  if (!cut_character_.empty()) PushText(std::exchange(cut_character_, ""));
  in_text_ = false;
}

void ChatOutput::AddChunk(ChatPicture& picture, MediaBuffer chunk) {
  if (chunk.empty() || picture.repeats) return;
  if (picture.part < 0) {
    // Two pictures differ within their first chunk.
    picture.repeats = Repeats(picture.place, chunk.view());
    if (picture.repeats) return;
    EndText();
    picture.part = parts_++;
  }
  ChatPiece& piece = Push(ChatPiece::Kind::kChunk, picture.part);
  piece.offset = picture.offset;
  picture.offset += static_cast<int64_t>(chunk.size());
  bytes_ += chunk.size();
  piece.bytes = std::move(chunk);
}

void ChatOutput::EndPicture(const ChatPicture& picture, const ChatPictureEnd& end) {
  if (picture.repeats || (picture.part < 0 && !end.corrupt)) return;
  EndText();
  ChatPiece& piece = Push(ChatPiece::Kind::kPictureEnd, picture.part < 0 ? parts_++ : picture.part);
  piece.offset = picture.offset;
  piece.said_media_type = end.said_media_type;
  piece.corrupt = end.corrupt;
  piece.corrupt_offset = end.corrupt_offset;
  piece.draft = end.draft;
  if (end.draft) return;
  if (!end.corrupt) {
    ++good_pictures_;
  } else if (corrupt_offset_ < 0) {
    corrupt_offset_ = end.corrupt_offset;
  }
}

void ChatOutput::AddLink(ChatEventPart::Place place, absl::string_view link,
                         absl::string_view media_type) {
  if (Repeats(place, link)) return;
  EndText();
  ChatPiece& piece = Push(ChatPiece::Kind::kLink, parts_++);
  piece.text = MendedUtf8(link);
  piece.said_media_type = std::string(media_type);
  bytes_ += piece.text.size();
  ++good_pictures_;
}

void ChatOutput::AddSignature(int part, absl::string_view signature) {
  if (signature.empty()) return;
  EndText();
  ChatPiece& piece = Push(ChatPiece::Kind::kSignature, part < 0 ? parts_++ : part);
  piece.text = std::string(signature);
  bytes_ += piece.text.size();
}

bool ChatOutput::Take(ChatPiece& piece) {
  if (ready_.empty()) return false;
  piece = std::move(ready_.front());
  ready_.pop_front();
  bytes_ -= std::min(bytes_, piece.text.size() + piece.bytes.size());
  return true;
}

ChatPiece& ChatOutput::Push(ChatPiece::Kind kind, int part) {
  return ready_.emplace_back(kind, part);
}

bool ChatOutput::Repeats(ChatEventPart::Place place, absl::string_view identity) {
  const uint64_t wanted = uint64_t{identity.size()} << 32 | ExtendCrc32c(0, identity);
  int here = 0;
  int elsewhere = 0;  // In the place that has it most often: one list may repeat a picture.
  int counts[3] = {};
  for (const Seen& seen : seen_) {
    if (seen.identity == wanted) ++counts[static_cast<int>(seen.place)];
  }
  for (int i = 0; i < 3; ++i) {
    if (i == static_cast<int>(place)) {
      here = counts[i];
    } else {
      elsewhere = std::max(elsewhere, counts[i]);
    }
  }
  if (seen_.size() < kMaxSeen) seen_.push_back({place, wanted});
  return here < elsewhere;
}

}  // namespace mediagen
