#include "server/rpc/farewell.h"

#include <utility>

#include "server/rpc/log.h"

namespace mediagen {

void Farewell::Allow(absl::Duration limit) { Arm(After(loop_.now(), limit)); }

void Farewell::Done() {
  std::lock_guard lock(mutex_);
  context_ = nullptr;
}

void Farewell::OnTimer() {
  std::lock_guard lock(mutex_);
  if (context_ == nullptr) return;
  internal::LogEntry entry = call_.LogLine("WARNING", "end_unread");
  entry.set_message("a caller does not read the end of his call, which is dropped");
  WriteLog(std::move(entry));
  context_->TryCancel();
}

}  // namespace mediagen
