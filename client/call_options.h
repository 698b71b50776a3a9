#ifndef MEDIAGEN_CLIENT_CALL_OPTIONS_H_
#define MEDIAGEN_CLIENT_CALL_OPTIONS_H_

#include "absl/time/time.h"
#include "client/cancellation.h"

namespace mediagen::client {

// What bounds one call.
struct CallOptions {
  absl::Duration timeout = absl::InfiniteDuration();
  Cancellation* cancellation = nullptr;  // Not owned; may be null.
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CALL_OPTIONS_H_
