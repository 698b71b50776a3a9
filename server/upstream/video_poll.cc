#include "server/upstream/video_poll.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <utility>

#include "server/async/sleep.h"
#include "server/upstream/error_details.h"
#include "server/upstream/interaction_encoder.h"
#include "server/upstream/interaction_formats.h"
#include "server/upstream/request_meter.h"
#include "server/upstream/upstream_status.h"
#include "server/upstream/video_pace.h"

namespace mediagen {
namespace {

// Of one look at an operation.
constexpr int kMaxPeeks = 3;
constexpr int kUnauthorized = 401;

void SetState(const VideoStatus& status, v1::VideoProgress progress,
              v1::GetVideoOperationResponse& response) {
  if (!status.done) {
    response.set_state(v1::VIDEO_STATE_RUNNING);
    *response.mutable_progress() = std::move(progress);
  } else if (!status.failure.ok()) {
    SetFailed(response, status.failure);
  } else {
    response.set_state(v1::VIDEO_STATE_SUCCEEDED);
  }
}

}  // namespace

UpstreamRequest EncodePoll(const ProviderOptions& provider, const Operation& operation) {
  return operation.interaction ? EncodePollInteraction(provider, operation.upstream_name)
                               : EncodePollVideo(provider, operation.upstream_name);
}

bool SpeaksOfJob(JsonView envelope, const Operation& operation) {
  return operation.interaction ? IsInteraction(envelope) : envelope.Get("done").IsTrue();
}

VideoStatus ReadJobStatus(JsonView envelope, const Operation& operation) {
  return operation.interaction ? ReadInteractionStatus(envelope) : ReadVideoStatus(envelope);
}

std::optional<VideoStatus> ReadPoll(const MediaReader& reader, const Operation& operation,
                                    UpstreamError& error) {
  if (!reader.ok()) {
    error = reader.error();
    return std::nullopt;
  }
  rapidjson::MemoryPoolAllocator<> pool(1024);
  rapidjson::Document document(&pool);
  if (!ParseJson(reader.envelope(), document)) {
    error = UnreadableAnswer("no JSON object");
    return std::nullopt;
  }
  const JsonView envelope(&document);
  const bool is_error = !SpeaksOfJob(envelope, operation) && FindErrorObject(envelope).exists();
  if (!envelope.IsObject() || is_error) {
    error = ReadUpstreamError(reader.exchange().head(), reader.envelope());
    return std::nullopt;
  }
  return ReadJobStatus(envelope, operation);
}

PollOutcome PollOutcomeOf(const VideoStatus& status) {
  if (!status.done) return PollOutcome::kRunning;
  return status.failure.ok() ? PollOutcome::kDone : PollOutcome::kFailed;
}

absl::Status PollStatus(const UpstreamError& error) {
  if (error.cause == UpstreamError::Cause::kModelUnknown ||
      error.code == absl::StatusCode::kNotFound) {
    absl::Status expired = MakeError(absl::StatusCode::kNotFound, "OPERATION_EXPIRED",
                                     "the upstream no longer knows this operation");
    SetErrorMetadata(expired, "upstream_code", "NOT_FOUND");
    SetErrorMetadata(expired, "upstream_message", error.message);
    return expired;
  }
  return FreeCallStatus(error);
}

void SetFailed(v1::GetVideoOperationResponse& response, const absl::Status& failure) {
  const google::rpc::ErrorInfo info = ErrorInfoOf(failure);
  response.set_state(absl::IsCancelled(failure) ? v1::VIDEO_STATE_CANCELLED
                                                : v1::VIDEO_STATE_FAILED);
  response.mutable_error()->set_code(static_cast<int>(failure.code()));
  response.mutable_error()->set_reason(info.reason());
  response.mutable_error()->set_message(std::string(failure.message()));
  *response.mutable_error()->mutable_metadata() = info.metadata();
}

v1::GetVideoOperationResponse DescribeOperation(const Operation& operation) {
  v1::GetVideoOperationResponse response;
  response.set_provider(operation.provider);
  response.set_model(operation.model);
  *response.mutable_create_time() = google::protobuf::util::TimeUtil::MillisecondsToTimestamp(
      absl::ToUnixMillis(operation.create_time));
  return response;
}

Task<absl::StatusOr<v1::GetVideoOperationResponse>> PeekVideo(CallContext& call, HttpClient& client,
                                                              const Provider& provider,
                                                              Credential& credential,
                                                              const Operation& operation,
                                                              RetryBudget& budget) {
  v1::GetVideoOperationResponse response = DescribeOperation(operation);
  UpstreamRequest request = EncodePoll(provider.options(), operation);
  request.http.expects_media = false;  // Of media, the first bytes are all that is read.
  AddTrace(request, call);
  const RequestTag tag = provider.TagFor(operation.model);
  ProviderMetrics& metrics = provider.traffic().metrics();
  budget.CountCall();
  for (int peeks = 1;; ++peeks) {
    UpstreamError error;
    BreakerPass pass(&provider.traffic());
    if (!pass.status().ok()) co_return pass.status();
    absl::StatusOr<AccessKey> key = co_await credential.Get(call, client);
    if (!key.ok()) co_return key.status();
    Authorize(request, *key);
    {
      MediaReader reader(client, call, request.http, request.answer_media);
      RequestMeter meter(tag, RequestKind::kPoll, reader.exchange());
      StepPieces pieces(call.bytes().budget);
      for (;;) {
        MediaPiece piece;
        absl::StatusOr<MediaRead> read = co_await reader.Next(piece, absl::InfiniteDuration());
        if (!read.ok()) co_return read.status();
        if (*read == MediaRead::kEnd) break;
        // Bytes that may be no result wait for the answer's end, which tells.
        if (*read != MediaRead::kPiece || !pieces.IsResult(piece)) continue;
        meter.EndWell();
        pass.End(CallHealth::kGood);
        metrics.CountPoll(PollOutcome::kDone);
        response.set_state(v1::VIDEO_STATE_SUCCEEDED);
        co_return response;
      }
      const std::optional<VideoStatus> status = ReadPoll(reader, operation, error);
      const UpstreamError* failure = status.has_value() ? nullptr : &error;
      meter.EndWith(failure);
      pass.End(HealthSaidBy(failure));
      if (status.has_value()) {
        metrics.CountPoll(PollOutcomeOf(*status));
        SetState(*status, MakeProgress(v1::VIDEO_PHASE_GENERATING, provider, operation, peeks),
                 response);
        co_return response;
      }
      if (reader.exchange().head().status == kUnauthorized) credential.Refuse(*key);
    }
    metrics.CountPoll(PollOutcome::kError);
    error.callers_key = credential.IsCallers();
    if (!error.transient || peeks == kMaxPeeks || !budget.Spend(call.loop().now()))
      co_return PollStatus(error);
    const absl::Duration pause =
        std::max(RetryAfter(error, absl::ZeroDuration()), Backoff(peeks - 1, absl::Seconds(2)));
    if (absl::Status slept = co_await Sleep(call, pause); !slept.ok()) co_return slept;
    metrics.retries.Add();
  }
}

}  // namespace mediagen
