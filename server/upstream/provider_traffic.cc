#include "server/upstream/provider_traffic.h"

#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

MonotonicTime Now() { return std::chrono::steady_clock::now(); }

}  // namespace

ProviderMetrics& ProviderTraffic::Nothing() {
  static auto* nothing = new ProviderMetrics();
  return *nothing;
}

absl::Status ProviderTraffic::CheckHealth() const {
  const Breaker::Admission admission = breaker_.Peek(Now());
  return admission.admitted ? absl::OkStatus() : Unhealthy(admission.retry_after);
}

absl::Status ProviderTraffic::Unhealthy(absl::Duration retry_after) const {
  absl::Status status =
      MakeError(absl::StatusCode::kUnavailable, "PROVIDER_UNHEALTHY",
                absl::StrCat("too many calls to ", provider_, " failed of late; nothing was sent"));
  SetRetryDelay(status, retry_after);
  return status;
}

void ProviderTraffic::NoteState() {
  const Breaker::State state = breaker_.state(Now());
  if (noted_state_.exchange(state) != state && on_change_ != nullptr) on_change_(state);
}

BreakerPass::BreakerPass(ProviderTraffic* traffic) : traffic_(traffic) {
  if (traffic_ == nullptr) return;
  admission_ = traffic_->breaker_.Admit(Now());
  if (admission_.admitted) {
    if (admission_.is_probe) traffic_->NoteState();
    return;
  }
  status_ = traffic_->Unhealthy(admission_.retry_after);
  traffic_ = nullptr;
}

void BreakerPass::NoteAnswer() {
  if (admission_.is_probe) End(CallHealth::kGood);
}

void BreakerPass::End(CallHealth health) {
  ProviderTraffic* traffic = std::exchange(traffic_, nullptr);
  if (traffic == nullptr) return;
  traffic->breaker_.End(admission_, health, Now());
  traffic->NoteState();
}

}  // namespace mediagen
