#ifndef MEDIAGEN_SANDBOX_CONTENT_H_
#define MEDIAGEN_SANDBOX_CONTENT_H_

#include <memory>
#include <string>

#include "sandbox/content_answer.h"
#include "sandbox/content_request.h"
#include "sandbox/misbehaviour.h"
#include "sandbox/picture_studio.h"
#include "sandbox/reply.h"
#include "sandbox/route.h"

namespace mediagen::sandbox {

// Answers `:generateContent` and `:streamGenerateContent`: text, new pictures, and edits of given
// ones. Any thread; does not own the studio.
class Content {
 public:
  Content(PictureStudio& studio, bool edits_as_png)
      : studio_(studio), edits_as_png_(edits_as_png) {}

  Reply Generate(const Route& route, const http::Request& http_request);

 private:
  ContentAnswer Answer(const Route& route, const ContentRequest& request,
                       Misbehaviour misbehaviour);
  void AddThoughts(const Route& route, const ContentRequest& request, ContentAnswer& answer);
  std::shared_ptr<const Media> MakePicture(const std::string& model, const ContentRequest& request,
                                           ContentSize size);

  PictureStudio& studio_;
  const bool edits_as_png_;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_CONTENT_H_
