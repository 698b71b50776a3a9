#ifndef MEDIAGEN_SANDBOX_REPLY_H_
#define MEDIAGEN_SANDBOX_REPLY_H_

#include <functional>

#include "sandbox/body.h"
#include "sandbox/http_connection.h"
#include "sandbox/http_request.h"

namespace mediagen::sandbox {

// How a reply leaves.
enum class Delivery {
  kWhole,
  kCut,    // Ends in the middle of the first media, with the connection.
  kStall,  // Falls silent there, until the caller gives up.
  kNever,  // Nothing is sent until the caller gives up.
};

// What goes back for one request, good or bad on purpose. A value.
struct Reply {
  int status = 200;
  http::Headers headers = {{"Content-Type", "application/json; charset=UTF-8"}};
  Body body;
  Delivery delivery = Delivery::kWhole;
  bool slow = false;  // Kept back for a while.
  // When set, it writes the answer itself, head and all, in its own time.
  std::function<void(http::Connection&)> perform;
};

}  // namespace mediagen::sandbox

#endif  // MEDIAGEN_SANDBOX_REPLY_H_
