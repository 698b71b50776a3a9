#include "server/upstream/token_fetch.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "server/async/sleep.h"
#include "server/net/http_exchange.h"
#include "server/upstream/request_meter.h"
#include "server/upstream/retry_budget.h"
#include "server/upstream/upstream_status.h"

namespace mediagen {
namespace {

constexpr int kMaxTries = 4;
// Whoever must wait longer shall be told, not kept.
constexpr absl::Duration kLongestPause = absl::Seconds(10);
constexpr size_t kLargestAnswer = 64 * 1024;

UpstreamError NoGrant(const absl::Status& why) {
  UpstreamError error(absl::StatusCode::kUnauthenticated, why.message());
  error.cause = UpstreamError::Cause::kCredentials;
  return error;
}

// One try. An error is the call's end.
Task<absl::StatusOr<TokenAnswer>> AskOnce(CallContext& call, HttpClient& http,
                                          const TokenSource& source, const RequestTag* tag) {
  TokenAnswer answer;
  const absl::StatusOr<HttpRequest> request = EncodeTokenRequest(source, absl::Now());
  if (!request.ok()) {
    answer.error = NoGrant(request.status());
    co_return answer;
  }
  BodyText body(kLargestAnswer);
  HttpExchange exchange(http, *request, body);
  RequestMeter meter;
  if (tag != nullptr) meter.Begin(*tag, RequestKind::kToken, &exchange);
  absl::Status waited = co_await WaitUntilDone(call, exchange);
  if (!waited.ok()) co_return waited;
  if (exchange.result().ok()) {
    answer = ReadToken(source.kind, exchange.head(), body.text());
  } else {
    answer.error = FromTransport(exchange);
  }
  meter.EndWith(answer.ok ? nullptr : &answer.error);
  co_return answer;
}

}  // namespace

Task<absl::StatusOr<Token>> FetchToken(CallContext& call, HttpClient& http,
                                       const TokenSource& source, absl::Duration longest_backoff,
                                       const RequestTag* tag) {
  for (int tries = 1;; ++tries) {
    absl::StatusOr<TokenAnswer> answer = co_await AskOnce(call, http, source, tag);
    if (!answer.ok()) co_return answer.status();
    if (answer->ok) co_return std::move(answer->token);
    const UpstreamError& error = answer->error;
    const absl::Duration pause =
        std::max(RetryAfter(error, absl::ZeroDuration()), Backoff(tries - 1, longest_backoff));
    if (!error.transient || tries == kMaxTries || pause > kLongestPause) {
      co_return TokenStatus(error);
    }
    if (absl::Status slept = co_await Sleep(call, pause); !slept.ok()) co_return slept;
  }
}

}  // namespace mediagen
