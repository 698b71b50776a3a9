#ifndef MEDIAGEN_SANDBOX_CHAT_H_
#define MEDIAGEN_SANDBOX_CHAT_H_

#include <memory>
#include <string>

#include "sandbox/chat_answer.h"
#include "sandbox/chat_request.h"
#include "sandbox/misbehaviour.h"
#include "sandbox/picture_studio.h"
#include "sandbox/reply.h"
#include "sandbox/reverse_video.h"

namespace mediagen::sandbox {

// Answers chat completions: text, a new picture, an edit of a given one, or a video. Any thread;
// does not own the studio nor what makes the videos.
class Chat {
 public:
  Chat(PictureStudio& studio, ReverseVideo& videos, ChatParts parts, bool edits_as_png)
      : studio_(studio), videos_(videos), parts_(parts), edits_as_png_(edits_as_png) {}

  // `model` is the request's own; "" when the body says none.
  Reply Complete(const http::Request& http_request, const std::string& model);

 private:
  void Fill(const ChatRequest& chat, Misbehaviour misbehaviour, ChatAnswer& answer);
  std::shared_ptr<const Media> MakePicture(const std::string& model, const ChatRequest& chat);

  PictureStudio& studio_;
  ReverseVideo& videos_;
  const ChatParts parts_;
  const bool edits_as_png_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_CHAT_H_
