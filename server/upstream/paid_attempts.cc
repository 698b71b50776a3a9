#include "server/upstream/paid_attempts.h"

#include "server/async/sleep.h"
#include "server/upstream/retry_budget.h"

namespace mediagen {
namespace {

constexpr int kMaxTries = 3;
constexpr int kUnauthorized = 401;
constexpr absl::Duration kLongestBackoff = absl::Seconds(2);

}  // namespace

Task<absl::Status> PaidRules::Prepare() {
  if (!pass_.has_value()) {
    pass_.emplace(request_.tag.traffic);
    AddTrace(request_, call_);
  }
  refusal_ = pass_->status();
  if (!refusal_.ok()) co_return call_.status();
  absl::StatusOr<AccessKey> key = co_await credential_.Get(call_, client_);
  if (!call_.status().ok()) co_return call_.status();
  refusal_ = key.status();
  if (!key.ok()) co_return absl::OkStatus();
  key_ = *std::move(key);
  Authorize(request_, key_);
  ++tries_;
  co_return absl::OkStatus();
}

void PaidRules::ReleaseBody(const HttpExchange& exchange) {
  if (pass_.has_value()) pass_->NoteAnswer();
  if (request_.http.body.empty() || !exchange.WholeRequestSent()) return;
  request_.http.body = {};
  call_.bytes().upload = ByteLease();
}

bool PaidRules::MayTryAgain(const HttpExchange& exchange) {
  if (!exchange.AnythingSent()) return tries_ < kMaxTries;
  if (key_was_refused_ || exchange.head().status != kUnauthorized) return false;
  key_was_refused_ = credential_.Refuse(key_);
  return key_was_refused_;
}

Task<absl::Status> PaidRules::Pause() {
  if (request_.tag.traffic != nullptr) request_.tag.traffic->metrics().retries.Add();
  if (key_was_refused_) co_return call_.status();
  absl::Status slept = co_await Sleep(call_, Backoff(tries_ - 1, kLongestBackoff));
  co_return slept;
}

void PaidRules::NoteEnd(const UpstreamError* error) {
  if (pass_.has_value()) pass_->End(HealthSaidBy(error));
}

}  // namespace mediagen
