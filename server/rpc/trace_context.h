// The trace that a call is part of.
#ifndef MEDIAGEN_SERVER_RPC_TRACE_CONTEXT_H_
#define MEDIAGEN_SERVER_RPC_TRACE_CONTEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace mediagen {

// A span of our own in a trace, as W3C Trace Context has it. A plain value.
class TraceContext {
 public:
  // In the trace of a caller's `traceparent`. Whatever is not exactly one begins a new trace, as
  // does none.
  explicit TraceContext(absl::string_view traceparent = "");

  absl::string_view trace_id() const { return absl::string_view(header_).substr(3, 32); }
  absl::string_view span_id() const { return absl::string_view(header_).substr(36, 16); }
  // The `traceparent` of what happens within.
  const std::string& header() const { return header_; }

 private:
  std::string header_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_TRACE_CONTEXT_H_
