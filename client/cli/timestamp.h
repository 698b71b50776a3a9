#ifndef MEDIAGEN_CLIENT_CLI_TIMESTAMP_H_
#define MEDIAGEN_CLIENT_CLI_TIMESTAMP_H_

#include <google/protobuf/timestamp.pb.h>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace mediagen::client {

// Now, to the millisecond.
inline google::protobuf::Timestamp CurrentTimestamp() {
  const int64_t milliseconds = absl::ToUnixMillis(absl::Now());
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(milliseconds / 1000);
  timestamp.set_nanos(static_cast<int32_t>(milliseconds % 1000) * 1'000'000);
  return timestamp;
}

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_TIMESTAMP_H_
