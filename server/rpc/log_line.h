// A log entry as text.
#ifndef MEDIAGEN_SERVER_RPC_LOG_LINE_H_
#define MEDIAGEN_SERVER_RPC_LOG_LINE_H_

#include <string>

#include "google/protobuf/message.h"

namespace mediagen {

// The fields of `entry` that are set, as one JSON object under their own names. Of strings and
// doubles only. Protobuf's JSON would cost a fifth of a small call.
std::string LogLine(const google::protobuf::Message& entry);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_LOG_LINE_H_
