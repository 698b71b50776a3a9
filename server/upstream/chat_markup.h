// Text of a chat's answer in which pictures may stand as markdown.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CHAT_MARKUP_H_
#define MEDIAGEN_SERVER_UPSTREAM_CHAT_MARKUP_H_

#include "absl/strings/string_view.h"
#include "server/upstream/chat_output.h"

namespace mediagen {

// Takes the text of all events of an answer, for a picture may be cut over many of them, and hands
// its words, pictures and links on. Any thread; not shared. `output` outlives it.
class ChatMarkup {
 public:
  explicit ChatMarkup(ChatOutput& output) : output_(output) {}

  void Add(absl::string_view text, bool pictures_only);
  // No text follows, or something else comes first: what was held back is handed on.
  void Flush();

 private:
  ChatOutput& output_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CHAT_MARKUP_H_
