#ifndef MEDIAGEN_CLIENT_CLI_TIMESTAMP_H_
#define MEDIAGEN_CLIENT_CLI_TIMESTAMP_H_

#include <google/protobuf/util/time_util.h>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace mediagen::client {

// Now, to the millisecond.
inline google::protobuf::Timestamp CurrentTimestamp() {
  return google::protobuf::util::TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(absl::Now()));
}

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_TIMESTAMP_H_
