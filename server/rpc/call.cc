#include "server/rpc/call.h"

#include <utility>

#include "server/rpc/log.h"
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

absl::Status Call::Conclude(absl::string_view event, MonotonicTime begun, absl::Status status) {
  internal::LogEntry entry;
  if (!status.ok()) {
    SetErrorMetadata(status, "request_id", request_id);
    entry.set_reason(ErrorInfoOf(status).reason());
    entry.set_operation(operation);
  }
  entry.set_severity("INFO");
  entry.set_event(std::string(event));
  entry.set_method(method_);
  entry.set_code(absl::StatusCodeToString(status.code()));
  entry.set_duration_ms(absl::ToDoubleMilliseconds(absl::FromChrono(worker_.loop.now() - begun)));
  entry.set_bytes_sent(static_cast<double>(bytes_sent));
  entry.set_provider(provider);
  entry.set_model(model);
  entry.set_request_id(request_id);
  WriteLog(std::move(entry));
  return status;
}

}  // namespace mediagen
