// A chat's answer, decoded and put together as a caller would.
#ifndef MEDIAGEN_TESTS_UPSTREAM_CHAT_RUN_H_
#define MEDIAGEN_TESTS_UPSTREAM_CHAT_RUN_H_

#include <string>
#include <vector>

#include "server/upstream/chat_decoder.h"

namespace mediagen::testing {

// One part of an answer. A plain value.
class DecodedPart {
 public:
  DecodedPart() = default;
  std::string text;     // Or the link.
  std::string picture;  // Bytes.
  bool is_picture = false;
  bool is_link = false;
  bool corrupt = false;
  bool draft = false;
  int ends = 0;
  int64_t corrupt_offset = -1;
  std::string said_media_type;
  std::string signature;
};

// Puts pieces together and checks what every answer promises: parts one after the other, pictures
// gapless, text whole characters.
class PartsCollector {
 public:
  void Add(const ChatPiece& piece);
  void TakeAll(ChatDecoder& decoder);
  const std::vector<DecodedPart>& parts() const { return parts_; }
  // `'text' #SIZE(type)[signature] <link> !OFFSET ~draft~`, one for each part.
  std::string ToString() const;

 private:
  std::vector<DecodedPart> parts_;
};

class Decoded {
 public:
  Decoded() = default;
  std::vector<DecodedPart> parts;
  std::string text;  // PartsCollector::ToString.
  ChatDecoder::State state = ChatDecoder::State::kReading;
  ChatFacts facts;
  std::string problem;
  std::string error_event;
};

// Decodes `body` in pieces of `step` bytes (0: at once), the first of `first` bytes if that is not
// 0, and ends it.
Decoded Decode(absl::string_view body, size_t step = 0, size_t first = 0,
               size_t held_bytes = ChatDecoder::kHeldBytes);

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_UPSTREAM_CHAT_RUN_H_
