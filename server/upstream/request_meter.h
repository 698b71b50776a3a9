// One request to an upstream, counted.
#ifndef MEDIAGEN_SERVER_UPSTREAM_REQUEST_METER_H_
#define MEDIAGEN_SERVER_UPSTREAM_REQUEST_METER_H_

#include <cstdint>

#include "server/net/http_exchange.h"
#include "server/upstream/provider_traffic.h"
#include "server/upstream/request_tag.h"
#include "server/upstream/upstream_error.h"

namespace mediagen {

// Counts a request when it ends, or when this object does: then it was cancelled. Owned by the flow
// that reads the answer, and gone before the exchange is; the tag outlives it. Loop thread only.
class RequestMeter {
 public:
  RequestMeter() = default;
  RequestMeter(const RequestTag& tag, RequestKind kind, const HttpExchange& exchange) {
    Begin(tag, kind, &exchange);
  }
  ~RequestMeter() { End(RequestOutcome::kCancelled); }
  RequestMeter(const RequestMeter&) = delete;
  RequestMeter& operator=(const RequestMeter&) = delete;

  // A further request. `exchange` null: its bytes are told.
  void Begin(const RequestTag& tag, RequestKind kind, const HttpExchange* exchange);
  void CountReceived(int64_t bytes) { told_bytes_ += bytes; }
  void EndWell() { End(RequestOutcome::kOk); }
  // The end of a request that brought nothing; null: it did.
  void EndWith(const UpstreamError* error);

 private:
  void End(RequestOutcome outcome);

  const RequestTag* tag_ = nullptr;  // Null: nothing is being counted.
  RequestKind kind_ = RequestKind::kOther;
  const HttpExchange* exchange_ = nullptr;
  int64_t told_bytes_ = 0;
  MonotonicTime begun_;
};

// What the end of a call says of its provider's health; null: it ended well.
CallHealth HealthSaidBy(const UpstreamError* error);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_REQUEST_METER_H_
