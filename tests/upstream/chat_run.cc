#include "tests/upstream/chat_run.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/upstream/utf8.h"

namespace mediagen::testing {

void PartsCollector::Add(const ChatPiece& piece) {
  const int count = static_cast<int>(parts_.size());
  // A signature may belong to an earlier part.
  if (piece.kind != ChatPiece::Kind::kSignature) {
    ASSERT_GE(piece.part, count - 1);
  }
  ASSERT_LE(piece.part, count);
  if (piece.part == count) parts_.emplace_back();
  DecodedPart& part = parts_[static_cast<size_t>(piece.part)];
  switch (piece.kind) {
    case ChatPiece::Kind::kText:
      EXPECT_FALSE(piece.text.empty());
      EXPECT_TRUE(IsUtf8(piece.text));
      EXPECT_FALSE(part.is_picture);
      part.text += piece.text;
      break;
    case ChatPiece::Kind::kChunk:
      EXPECT_FALSE(piece.bytes.empty());
      EXPECT_EQ(piece.offset, static_cast<int64_t>(part.picture.size()));
      EXPECT_LE(piece.bytes.size(),
                piece.offset == 0 ? PictureChunks::kFirstBytes : PictureChunks::kBytes);
      EXPECT_EQ(part.ends, 0);
      part.is_picture = true;
      part.picture.append(piece.bytes.view().data(), piece.bytes.size());
      break;
    case ChatPiece::Kind::kPictureEnd:
      EXPECT_EQ(piece.offset, static_cast<int64_t>(part.picture.size()));
      part.is_picture = true;
      ++part.ends;
      part.corrupt = piece.corrupt;
      part.corrupt_offset = piece.corrupt_offset;
      part.draft = piece.draft;
      part.said_media_type = piece.said_media_type;
      break;
    case ChatPiece::Kind::kLink:
      part.is_link = true;
      part.text = piece.text;
      part.said_media_type = piece.said_media_type;
      break;
    case ChatPiece::Kind::kSignature:
      EXPECT_TRUE(part.signature.empty());
      part.signature = piece.text;
      break;
  }
}

void PartsCollector::TakeAll(ChatDecoder& decoder) {
  for (ChatPiece piece; decoder.Take(piece);) Add(piece);
}

std::string PartsCollector::ToString() const {
  std::string text;
  for (const DecodedPart& part : parts_) {
    absl::StrAppend(&text, text.empty() ? "" : " ");
    if (part.is_picture && part.ends == 0) absl::StrAppend(&text, "open");
    if (part.draft) {
      absl::StrAppend(&text, "draft");
    } else if (part.corrupt) {
      absl::StrAppend(&text, "!", part.corrupt_offset);
    } else if (part.is_picture) {
      absl::StrAppend(&text, "#", part.picture.size(), "(", part.said_media_type, ")");
    } else if (part.is_link) {
      absl::StrAppend(&text, "<", part.text, ">");
    } else {
      absl::StrAppend(&text, "'", part.text, "'");
    }
    if (!part.signature.empty()) absl::StrAppend(&text, "[", part.signature, "]");
  }
  return text;
}

Decoded Decode(absl::string_view body, size_t step, size_t first, size_t held_bytes) {
  ChatDecoder decoder(held_bytes);
  PartsCollector collector;
  size_t size = first > 0 ? first : step;
  while (!body.empty()) {
    const size_t count = size == 0 ? body.size() : std::min(size, body.size());
    decoder.Add(body.substr(0, count));
    collector.TakeAll(decoder);
    body.remove_prefix(count);
    size = step;
  }
  Decoded decoded;
  decoded.state = decoder.Finish();
  collector.TakeAll(decoder);
  decoded.parts = collector.parts();
  decoded.text = collector.ToString();
  decoded.facts = decoder.facts();
  decoded.problem = decoder.problem();
  decoded.error_event = decoder.error_event();
  return decoded;
}

}  // namespace mediagen::testing
