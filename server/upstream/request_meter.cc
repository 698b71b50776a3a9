#include "server/upstream/request_meter.h"

#include <utility>

namespace mediagen {
namespace {

constexpr double kNano = 1e-9;

RequestOutcome OutcomeOf(const UpstreamError& error, bool anything_sent) {
  if (!anything_sent) return RequestOutcome::kUnreachable;
  return error.definite_rejection ? RequestOutcome::kRejected : RequestOutcome::kUnknown;
}

}  // namespace

void RequestMeter::Begin(const RequestTag& tag, RequestKind kind, const HttpExchange* exchange) {
  End(RequestOutcome::kCancelled);
  if (tag.traffic == nullptr) return;
  tag_ = &tag;
  kind_ = kind;
  exchange_ = exchange;
  told_bytes_ = 0;
  begun_ = std::chrono::steady_clock::now();
}

void RequestMeter::EndWith(const UpstreamError* error) {
  if (error == nullptr) return EndWell();
  End(OutcomeOf(*error, exchange_ == nullptr || exchange_->AnythingSent()));
}

void RequestMeter::End(RequestOutcome outcome) {
  const RequestTag* tag = std::exchange(tag_, nullptr);
  if (tag == nullptr) return;
  ProviderMetrics& metrics = tag->traffic->metrics();
  const auto taken = std::chrono::steady_clock::now() - begun_;
  metrics.CountRequest(tag->model, kind_, outcome, std::chrono::duration<double>(taken).count());
  int64_t received = told_bytes_;
  if (exchange_ != nullptr) {
    received += exchange_->body_bytes_received();
    metrics.sent_bytes.Add(static_cast<double>(exchange_->body_bytes_sent()));
  }
  metrics.received_bytes.Add(static_cast<double>(received));
  if (kind_ != RequestKind::kPaid) return;
  if (outcome == RequestOutcome::kUnknown) metrics.unknown_outcomes.Add();
  const bool may_have_been_paid =
      outcome != RequestOutcome::kRejected && exchange_ != nullptr && exchange_->AnythingSent();
  if (may_have_been_paid && tag->nano_usd > 0) {
    metrics.CountSpend(tag->model, static_cast<double>(tag->nano_usd) * kNano);
  }
}

CallHealth HealthSaidBy(const UpstreamError* error) {
  return error != nullptr && error->outage ? CallHealth::kFailure : CallHealth::kGood;
}

}  // namespace mediagen
