#ifndef MEDIAGEN_CLIENT_CALL_OPTIONS_H_
#define MEDIAGEN_CLIENT_CALL_OPTIONS_H_

#include <string>

#include "absl/time/time.h"
#include "client/cancellation.h"

namespace mediagen::client {

// What bounds one call.
struct CallOptions {
  absl::Duration timeout = absl::InfiniteDuration();
  Cancellation* cancellation = nullptr;  // Not owned; may be null.
  // Shown instead of the connection's token; empty: that one.
  std::string token = {};
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CALL_OPTIONS_H_
