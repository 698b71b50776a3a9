#include "server/rpc/log.h"

#include <cstdio>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/rpc/log_line.h"

namespace mediagen {

void WriteLog(internal::LogEntry entry) {
  entry.set_time(absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(), absl::UTCTimeZone()));
  std::string line = LogLine(entry);
  line.push_back('\n');
  // One call, so that lines of several threads do not mix.
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void WriteLog(absl::string_view severity, absl::string_view event, absl::string_view message) {
  internal::LogEntry entry;
  entry.set_severity(std::string(severity));
  entry.set_event(std::string(event));
  entry.set_message(std::string(message));
  WriteLog(std::move(entry));
}

}  // namespace mediagen
