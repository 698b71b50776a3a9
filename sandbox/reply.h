#ifndef MEDIAGEN_SANDBOX_REPLY_H_
#define MEDIAGEN_SANDBOX_REPLY_H_

#include "sandbox/body.h"
#include "sandbox/http_request.h"

namespace mediagen::sandbox {

// What goes back for one request, good or bad on purpose. A value.
struct Reply {
  int status = 200;
  http::Headers headers = {{"Content-Type", "application/json; charset=UTF-8"}};
  Body body;
  bool cut = false;            // Ends in the middle of the first media, with the connection.
  bool never_answers = false;  // Nothing is sent until the caller gives up.
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_REPLY_H_
