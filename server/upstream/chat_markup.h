// Text of a chat's answer in which pictures may stand as markdown.
#ifndef MEDIAGEN_SERVER_UPSTREAM_CHAT_MARKUP_H_
#define MEDIAGEN_SERVER_UPSTREAM_CHAT_MARKUP_H_

#include "absl/strings/string_view.h"
#include "server/codec/markdown_media.h"
#include "server/upstream/chat_output.h"
#include "server/upstream/picture_chunks.h"

namespace mediagen {

// Takes the text of all events of an answer, for a picture may be cut over many of them, and hands
// its words, pictures and links on. Any thread; not shared. All it is given outlives it.
class ChatMarkup {
 public:
  ChatMarkup(ChatOutput& output, ByteBudget& budget)
      : output_(output), budget_(budget), chunks_(budget) {}

  // `pictures_only`: the words are said elsewhere.
  void Add(absl::string_view text, bool pictures_only);
  // No text follows, or something else comes first: what was held back is handed on.
  void Flush();

 private:
  // What a step of the markdown reader brought.
  void Take(const MarkdownMedia::Step& step);
  absl::Span<char> Room() { return in_picture_ ? chunks_.Room() : absl::Span<char>(); }

  ChatOutput& output_;
  ByteBudget& budget_;
  MarkdownMedia markdown_;
  bool pictures_only_ = false;
  bool in_picture_ = false;
  ChatPicture picture_;
  PictureChunks chunks_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_CHAT_MARKUP_H_
