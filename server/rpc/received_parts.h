// A model's message, put together while it arrives.
#ifndef MEDIAGEN_SERVER_RPC_RECEIVED_PARTS_H_
#define MEDIAGEN_SERVER_RPC_RECEIVED_PARTS_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "mediagen/v1/chat_image_service.pb.h"
#include "server/upstream/chat_output.h"

namespace mediagen {

// Collects the pieces of an answer; drafts are left out. Holds at most `max_bytes` of text and
// media; beyond, it holds nothing any more. Any thread; not shared.
class ReceivedParts {
 public:
  explicit ReceivedParts(int64_t max_bytes = std::numeric_limits<int64_t>::max())
      : max_bytes_(max_bytes) {}

  void Add(const ChatPiece& piece);
  bool overflown() const { return overflown_; }
  // Of pictures that are whole.
  int64_t media_bytes() const { return media_bytes_; }

  // The message, role CHAT_ROLE_MODEL. Once. `with_failed`: pictures that cannot be used have a
  // part, too.
  v1::ChatMessage Take(bool with_failed);

 private:
  void EndPicture(const ChatPiece& piece, v1::ChatPart& part);

  const int64_t max_bytes_;
  int64_t bytes_ = 0;
  int64_t media_bytes_ = 0;
  bool overflown_ = false;
  std::vector<v1::ChatPart> parts_;  // A draft is left without content or signature.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_RECEIVED_PARTS_H_
