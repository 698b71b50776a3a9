#include "server/async/call_context.h"

#include <algorithm>
#include <utility>

namespace mediagen {

void CallContext::End(absl::Status reason) {
  if (!status_.ok()) return;
  status_ = std::move(reason);
  if (wait_ != nullptr) wait_->Wake();
}

void Signal::Set() {
  set_ = true;
  if (wait_ != nullptr) wait_->Wake();
}

Wait::Wait(CallContext& call, Signal& signal, absl::Duration limit)
    : Timer(call.loop()),
      call_(call),
      signal_(signal),
      until_(std::min(After(loop_.now(), limit), call.deadline())) {}

bool Wait::await_ready() {
  if (call_.deadline_ <= loop_.now())
    call_.End(absl::DeadlineExceededError("the call's deadline has passed"));
  return !call_.status_.ok() || signal_.set_;
}

void Wait::await_suspend(std::coroutine_handle<> flow) {
  flow_ = flow;
  call_.wait_ = this;
  signal_.wait_ = this;
  Arm(until_);
}

absl::StatusOr<Waited> Wait::await_resume() {
  if (call_.wait_ == this) call_.wait_ = nullptr;
  if (signal_.wait_ == this) signal_.wait_ = nullptr;
  Cancel();
  // An ended call hears of nothing else; a signal that came with the limit still counts.
  if (!call_.status_.ok()) return call_.status_;
  if (std::exchange(signal_.set_, false)) return Waited::kSignalled;
  return Waited::kIdle;
}

void Wait::OnTimer() {
  if (call_.deadline_ <= loop_.now()) {
    call_.End(absl::DeadlineExceededError("the call's deadline has passed"));
  }
  Wake();
}

void Wait::Wake() {
  if (std::exchange(woken_, true)) return;
  loop_.ResumeSoon(flow_);
}

}  // namespace mediagen
