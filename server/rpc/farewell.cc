#include "server/rpc/farewell.h"

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
  WriteLog("WARNING", "end_unread", "a caller does not read the end of his call, which is dropped");
  context_->TryCancel();
}

}  // namespace mediagen
