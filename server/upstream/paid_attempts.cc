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
  absl::StatusOr<AccessKey> key = co_await credential_.Get(call_, client_);
  if (!call_.status().ok()) co_return call_.status();
  no_key_ = key.status();
  if (!key.ok()) co_return absl::OkStatus();
  key_ = *std::move(key);
  Authorize(request_, key_);
  ++tries_;
  co_return absl::OkStatus();
}

void PaidRules::ReleaseBody(const HttpExchange& exchange) {
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
  if (key_was_refused_) co_return call_.status();
  absl::Status slept = co_await Sleep(call_, Backoff(tries_ - 1, kLongestBackoff));
  co_return slept;
}

}  // namespace mediagen
