#ifndef MEDIAGEN_SANDBOX_CHAT_H_
#define MEDIAGEN_SANDBOX_CHAT_H_

#include <rapidjson/document.h>

#include <memory>
#include <string>

#include "sandbox/chat_answer.h"
#include "sandbox/chat_request.h"
#include "sandbox/picture_studio.h"
#include "sandbox/reply.h"

namespace mediagen::sandbox {

// Answers chat completions: text, a new picture, or an edit of a given one. Any thread; does not
// own the studio.
class Chat {
 public:
  Chat(PictureStudio& studio, ChatParts parts, bool edits_as_png)
      : studio_(studio), parts_(parts), edits_as_png_(edits_as_png) {}

  // `model` is the request's own; "" when the body says none.
  Reply Complete(const std::string& model, const std::string& request_body);

 private:
  // Null when the picture that came with the request is none.
  std::shared_ptr<const Media> MakePicture(const std::string& model, const ChatRequest& chat);

  PictureStudio& studio_;
  const ChatParts parts_;
  const bool edits_as_png_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_CHAT_H_
