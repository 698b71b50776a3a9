#include "server/rpc/log.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include <cstdio>
#include <utility>

namespace mediagen {

void WriteLog(internal::LogEntry entry) {
  *entry.mutable_time() = google::protobuf::util::TimeUtil::GetCurrentTime();
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string line;
  if (!google::protobuf::util::MessageToJsonString(entry, &line, options).ok()) return;
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
