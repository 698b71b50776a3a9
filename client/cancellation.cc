#include "client/cancellation.h"

#include <utility>

namespace mediagen::client {

void Cancellation::Cancel() {
  const std::lock_guard lock(mutex_);
  cancelled_ = true;
  if (cancel_) cancel_();
}

Cancellation::Scope::Scope(Cancellation* cancellation, std::function<void()> cancel)
    : cancellation_(cancellation) {
  if (cancellation_ == nullptr) return;
  const std::lock_guard lock(cancellation_->mutex_);
  if (cancellation_->cancelled_) cancel();
  cancellation_->cancel_ = std::move(cancel);
}

Cancellation::Scope::~Scope() {
  if (cancellation_ == nullptr) return;
  const std::lock_guard lock(cancellation_->mutex_);
  cancellation_->cancel_ = nullptr;
}

}  // namespace mediagen::client
