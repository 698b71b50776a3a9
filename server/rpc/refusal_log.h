// The log of calls that were not let in.
#ifndef MEDIAGEN_SERVER_RPC_REFUSAL_LOG_H_
#define MEDIAGEN_SERVER_RPC_REFUSAL_LOG_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "server/async/event_loop.h"

namespace mediagen {

// Logs refusals, in sums of at least a second, so that a flood of calls is no flood of lines. Any
// thread.
class RefusalLog {
 public:
  // One more, of `tenant` (empty: nobody knows whose) for `reason`.
  void Note(const std::string& tenant, const std::string& reason, MonotonicTime now);

 private:
  std::mutex mutex_;
  // Both guarded by mutex_.
  std::map<std::pair<std::string, std::string>, int64_t> counts_;  // By tenant and reason.
  MonotonicTime next_line_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_REFUSAL_LOG_H_
