// The log: one JSON object a line, on stderr.
#ifndef MEDIAGEN_SERVER_RPC_LOG_H_
#define MEDIAGEN_SERVER_RPC_LOG_H_

#include <string>

#include "absl/strings/string_view.h"
#include "server/rpc/log_entry.pb.h"

namespace mediagen {

// Writes `entry` with the time of now. Any thread.
void WriteLog(internal::LogEntry entry);

// A line without call. Any thread.
void WriteLog(absl::string_view severity, absl::string_view event, absl::string_view message);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_LOG_H_
