#include "server/upstream/interaction_control.h"

#include <algorithm>
#include <string>
#include <utility>

#include "server/async/sleep.h"
#include "server/upstream/interaction_encoder.h"
#include "server/upstream/interaction_formats.h"
#include "server/upstream/media_reader.h"
#include "server/upstream/request_meter.h"
#include "server/upstream/upstream_status.h"
#include "server/upstream/video_poll.h"

namespace mediagen {
namespace {

constexpr int kMaxTries = 3;
constexpr int kUnauthorized = 401;

// Sends a free request until it is answered; the answer without its media.
Task<absl::StatusOr<std::string>> Send(CallContext& call, HttpClient& client,
                                       Credential& credential, UpstreamRequest& request,
                                       const RequestTag& tag, RetryBudget& budget) {
  budget.CountCall();
  for (int tries = 1;; ++tries) {
    UpstreamError error;
    absl::StatusOr<AccessKey> key = co_await credential.Get(call, client);
    if (!key.ok()) co_return key.status();
    Authorize(request, *key);
    {
      MediaReader reader(client, call, request.http, request.answer_media);
      RequestMeter meter(tag, RequestKind::kOther, reader.exchange());
      for (;;) {
        MediaPiece piece;
        absl::StatusOr<MediaRead> read = co_await reader.Next(piece, absl::InfiniteDuration());
        if (!read.ok()) co_return read.status();
        if (*read == MediaRead::kEnd) break;
      }
      const HttpExchange& exchange = reader.exchange();
      rapidjson::Document document;
      const bool is_json = reader.ok() && ParseJson(reader.envelope(), document);
      // Any 2xx will do, with or without something that can be read in it.
      const bool refused = is_json && FindErrorObject(JsonView(&document)).exists() &&
                           !IsInteraction(JsonView(&document));
      if (exchange.result().ok() && exchange.head().IsSuccess() && !refused) {
        meter.EndWell();
        co_return is_json ? reader.envelope() : std::string();
      }
      error = refused ? ReadUpstreamError(exchange.head(), reader.envelope()) : reader.error();
      meter.EndWith(&error);
      if (exchange.head().status == kUnauthorized) credential.Refuse(*key);
    }
    error.callers_key = credential.IsCallers();
    if (!error.transient || tries == kMaxTries || !budget.Spend(call.loop().now())) {
      co_return PollStatus(error);
    }
    const absl::Duration pause =
        std::max(RetryAfter(error, absl::ZeroDuration()), Backoff(tries - 1, absl::Seconds(2)));
    if (absl::Status slept = co_await Sleep(call, pause); !slept.ok()) co_return slept;
  }
}

}  // namespace

Task<absl::StatusOr<v1::VideoState>> CancelInteraction(CallContext& call, HttpClient& client,
                                                       const Provider& provider,
                                                       Credential& credential,
                                                       const Operation& operation,
                                                       RetryBudget& budget) {
  const RequestTag tag = provider.TagFor(operation.model);
  UpstreamRequest request = EncodeCancelInteraction(provider.options(), operation.upstream_name);
  absl::StatusOr<std::string> answer =
      co_await Send(call, client, credential, request, tag, budget);
  if (!answer.ok()) co_return answer.status();
  rapidjson::Document document;
  if (!ParseJson(*answer, document)) co_return v1::VIDEO_STATE_UNKNOWN;
  co_return ReadInteractionState(JsonView(&document));
}

Task<absl::Status> DeleteInteraction(CallContext& call, HttpClient& client,
                                     const Provider& provider, Credential& credential,
                                     const Operation& operation, RetryBudget& budget) {
  const RequestTag tag = provider.TagFor(operation.model);
  UpstreamRequest request = EncodeDeleteInteraction(provider.options(), operation.upstream_name);
  absl::StatusOr<std::string> answer =
      co_await Send(call, client, credential, request, tag, budget);
  co_return answer.status();
}

}  // namespace mediagen
