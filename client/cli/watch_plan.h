#ifndef MEDIAGEN_CLIENT_CLI_WATCH_PLAN_H_
#define MEDIAGEN_CLIENT_CLI_WATCH_PLAN_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "client/cli/arguments.h"
#include "client/cli/output_names.h"
#include "client/record.pb.h"

namespace mediagen::client {

// Where `watch` goes on.
struct WatchPlan {
  int video_index = 0;
  int64_t byte_offset = 0;
  // What is known of the job from the time when it was started.
  Record record;
  // Every video is there already.
  bool complete = false;
};

// Looks at the flags and at what an earlier run left on the disk: the first video that is not
// whole, behind the bytes of its part file. Refuses files of another operation.
absl::StatusOr<WatchPlan> PlanWatch(const Arguments& arguments, const std::string& operation,
                                    const OutputNames& names, int count);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_WATCH_PLAN_H_
