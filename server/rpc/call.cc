#include "server/rpc/call.h"

#include <utility>

#include "server/upstream/error_details.h"

namespace mediagen {

void ActiveCalls::Add(Call& call) {
  calls_.insert(&call);
  if (!end_reason_.ok()) call.context().End(end_reason_);
  if (!end_movable_reason_.ok()) call.context().End(end_movable_reason_);
}

void ActiveCalls::Remove(Call& call) { calls_.erase(&call); }

void ActiveCalls::EndAll(const absl::Status& reason) {
  end_reason_ = reason;
  for (Call* call : calls_) call->context().End(reason);
}

void ActiveCalls::EndMovable(const absl::Status& reason) {
  end_movable_reason_ = reason;
  for (Call* call : calls_) {
    if (call->may_move_on()) call->context().End(reason);
  }
}

void Call::SetMayMoveOn(bool may_move_on) {
  may_move_on_ = may_move_on;
  const absl::Status& reason = worker_.calls.end_movable_reason();
  if (may_move_on && !reason.ok()) context_.End(reason);
}

internal::LogEntry Call::LogLine(absl::string_view severity, absl::string_view event) const {
  internal::LogEntry entry;
  entry.set_severity(std::string(severity));
  entry.set_event(std::string(event));
  entry.set_method(method_);
  entry.set_provider(provider);
  entry.set_model(model);
  entry.set_request_id(request_id);
  entry.set_tenant(tenant());
  entry.set_trace_id(std::string(caller_.trace.trace_id()));
  entry.set_span_id(std::string(caller_.trace.span_id()));
  return entry;
}

absl::Status Call::Conclude(absl::Status status) {
  meter_.End(status.code(), absl::FromChrono(worker_.loop.now() - begun_), bytes_sent);
  // Who has his answer may call again at once.
  caller_.admission.Leave();
  return Conclude("call", begun_, std::move(status));
}

absl::Status Call::Conclude(absl::string_view event, MonotonicTime begun, absl::Status status) {
  internal::LogEntry entry = LogLine("INFO", event);
  if (!status.ok()) {
    SetErrorMetadata(status, "request_id", request_id);
    entry.set_reason(ErrorInfoOf(status).reason());
    entry.set_operation(operation);
  }
  entry.set_code(absl::StatusCodeToString(status.code()));
  entry.set_duration_ms(absl::ToDoubleMilliseconds(absl::FromChrono(worker_.loop.now() - begun)));
  entry.set_bytes_sent(static_cast<double>(bytes_sent));
  WriteLog(std::move(entry));
  return status;
}

}  // namespace mediagen
