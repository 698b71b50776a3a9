#include "server/rpc/video_service.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/rpc/call_credential.h"
#include "server/rpc/prompt_translation.h"
#include "server/upstream/cost.h"
#include "server/upstream/error_details.h"
#include "server/upstream/video_poll.h"
#include "server/upstream/video_watch.h"

namespace mediagen {
namespace {

constexpr bool Same(int a, int b) { return a == b; }

// Both streams share their events: WatchVideoResponse's bytes are GenerateVideoResponse's.
using Watch = v1::WatchVideoResponse;
using Generate = v1::GenerateVideoResponse;
static_assert(Same(Watch::kProgressFieldNumber, Generate::kProgressFieldNumber));
static_assert(Same(Watch::kHeaderFieldNumber, Generate::kHeaderFieldNumber));
static_assert(Same(Watch::kChunkFieldNumber, Generate::kChunkFieldNumber));
static_assert(Same(Watch::kEndFieldNumber, Generate::kEndFieldNumber));
static_assert(Same(Watch::kLinkFieldNumber, Generate::kLinkFieldNumber));
static_assert(Same(Watch::kFailedFieldNumber, Generate::kFailedFieldNumber));
static_assert(Same(Watch::kFilteredFieldNumber, Generate::kFilteredFieldNumber));
static_assert(Same(Watch::kCompletedFieldNumber, Generate::kCompletedFieldNumber));

// The events of a video on a response stream.
class StreamedEvents final : public VideoEvents, public StartWatcher {
 public:
  explicit StreamedEvents(ResponseStream& stream) : stream_(stream) {}

  Task<absl::Status> Send(v1::WatchVideoResponse event) override {
    absl::Status written = co_await stream_.Write(event);
    co_return written;
  }
  Task<absl::Status> SendChunk(int index, int64_t offset, MediaBuffer bytes) override {
    absl::Status written = co_await stream_.WriteChunk(v1::WatchVideoResponse::kChunkFieldNumber,
                                                       index, offset, std::move(bytes));
    co_return written;
  }
  Task<absl::Status> OnWaiting(absl::Duration elapsed) override {
    v1::WatchVideoResponse event;
    event.mutable_progress()->set_phase(v1::VIDEO_PHASE_SUBMITTING);
    event.mutable_progress()->mutable_elapsed()->set_seconds(absl::ToInt64Seconds(elapsed));
    absl::Status written = co_await stream_.Write(event);
    co_return written;
  }

 private:
  ResponseStream& stream_;
};

// Once an operation is paid, repeating the call would buy a second one: what invites a repeat
// becomes ABORTED.
absl::Status AfterPaying(Call& call, absl::Status status) {
  if (status.ok()) return status;
  const bool call_ended = !call.context().status().ok();
  // An operation that ended by itself speaks for itself, whatever its code.
  const bool failed = ErrorInfoOf(status).reason() == "OPERATION_FAILED";
  const bool invites_repeat = absl::IsUnavailable(status) || RetryDelay(status).has_value() ||
                              (absl::IsDeadlineExceeded(status) && !call_ended);
  if (invites_repeat && !failed) {
    status = WithCodeAndReason(status, absl::StatusCode::kAborted,
                               call_ended ? "DRAINING" : "OPERATION_UNREACHABLE");
    ClearRetryDelay(status);
  }
  SetErrorMetadata(status, "operation", call.operation);
  return status;
}

// The topic is notified in the name of the operator's account.
absl::Status CheckTopic(const ServiceContext& services, const v1::VideoSpec& spec) {
  const std::vector<std::string>& allowed = services.options.pubsub_topics;
  if (spec.pubsub_topic().empty() ||
      std::find(allowed.begin(), allowed.end(), spec.pubsub_topic()) != allowed.end()) {
    return absl::OkStatus();
  }
  return InvalidField("spec.pubsub_topic", "is none that this server allows");
}

// A checked request for a video. A plain value.
class VideoOrder {
 public:
  VideoOrder(PaidRequest paid, std::string prompt)
      : paid(std::move(paid)), prompt(std::move(prompt)) {}

  PaidRequest paid;
  std::string prompt;           // As sent.
  std::string original_prompt;  // As given, if that is another; else empty.
  // On a translation of the prompt; zero where there was none.
  std::optional<v1::Cost> spent_before = v1::Cost();

  // The event that tells of it, before or without a start.
  v1::VideoStarted Event() const {
    v1::VideoStarted started;
    started.set_request_id(paid.request_id);
    started.set_provider(paid.provider->name());
    started.set_model(paid.model);
    started.set_prompt(prompt);
    paid.AddWarnings(*started.mutable_warnings());
    const std::optional<v1::Cost> cost = SumOf(paid.estimate, spent_before);
    if (cost.has_value()) *started.mutable_estimated_cost() = *cost;
    return started;
  }

  v1::GenerationRecord Record(const Operation& operation) const {
    v1::GenerationRecord record = paid.Record(prompt);
    record.set_original_prompt(original_prompt);
    const std::optional<v1::Cost> cost = VideosCost(operation.nano_usd_per_video, 1);
    if (cost.has_value()) *record.mutable_cost() = *cost;
    return record;
  }
};

// All that comes before a start: checks, and the prompt's translation.
template <typename Request>
Task<absl::StatusOr<VideoOrder>> PrepareVideo(ServiceContext& services, Call& call,
                                              Request& request) {
  absl::StatusOr<PaidRequest> paid =
      PreparePaidRequest(services, call, request, &ProviderOptions::default_video_model);
  if (!paid.ok()) co_return paid.status();
  v1::VideoSpec& spec = *request.mutable_spec();
  if (absl::Status topic = CheckTopic(services, spec); !topic.ok()) co_return topic;
  std::optional<bool> wish;
  if (request.has_translate_prompt()) wish = request.translate_prompt();
  absl::StatusOr<bool> translate = WantsTranslation(services, wish, spec.prompt());
  if (!translate.ok()) co_return translate.status();
  // What the provider refuses must not cost a translation, and is refused without one, too.
  const bool free_of_charge = paid->validate_only;
  if (*translate || free_of_charge) {
    v1::VideoSpec copy = spec;
    absl::Status encodable = CheckVideoEncoding(*paid, copy);
    if (!encodable.ok()) co_return encodable;
  }
  VideoOrder order(*std::move(paid), spec.prompt());
  if (!*translate || free_of_charge) co_return order;
  absl::StatusOr<TranslatedPrompt> translated =
      co_await TranslatePrompt(services, call, spec.prompt());
  if (!translated.ok()) co_return translated.status();
  spec.set_prompt(translated->prompt);
  order.prompt = translated->prompt;
  order.original_prompt = translated->original_prompt;
  order.spent_before = translated->cost;
  co_return order;
}

v1::VideoCompleted Completed(const Operation& operation, int delivered,
                             const std::optional<v1::Cost>& spent_before) {
  v1::VideoCompleted completed;
  const std::optional<v1::Cost> cost =
      SumOf(VideosCost(operation.nano_usd_per_video, delivered), spent_before);
  if (cost.has_value()) *completed.mutable_cost() = *cost;
  completed.set_outcome(v1::VIDEO_OUTCOME_SUCCEEDED);
  completed.set_video_count(delivered);
  return completed;
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return google::protobuf::util::TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(time));
}

}  // namespace

grpc::ServerWriteReactor<grpc::ByteBuffer>* VideoServiceRpc::GenerateVideo(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return new StreamReactor<v1::GenerateVideoRequest>(
      services_.NextWorker(), "mediagen.v1.VideoService/GenerateVideo", *context, *request,
      [this](ResponseStream& stream, v1::GenerateVideoRequest& request) {
        return GenerateVideo(stream, request);
      });
}

grpc::ServerUnaryReactor* VideoServiceRpc::StartVideo(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* request,
                                                      grpc::ByteBuffer* response) {
  return new UnaryReactor<v1::StartVideoRequest, v1::StartVideoResponse>(
      services_.NextWorker(), "mediagen.v1.VideoService/StartVideo", *context, *request, *response,
      [this](Call& call, v1::StartVideoRequest& request, v1::StartVideoResponse& response) {
        return StartVideo(call, request, response);
      });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* VideoServiceRpc::WatchVideo(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return new StreamReactor<v1::WatchVideoRequest>(
      services_.NextWorker(), "mediagen.v1.VideoService/WatchVideo", *context, *request,
      [this](ResponseStream& stream, v1::WatchVideoRequest& request) {
        return WatchVideo(stream, request);
      });
}

grpc::ServerUnaryReactor* VideoServiceRpc::GetVideoOperation(grpc::CallbackServerContext* context,
                                                             const grpc::ByteBuffer* request,
                                                             grpc::ByteBuffer* response) {
  return new UnaryReactor<v1::GetVideoOperationRequest, v1::GetVideoOperationResponse>(
      services_.NextWorker(), "mediagen.v1.VideoService/GetVideoOperation", *context, *request,
      *response,
      [this](Call& call, v1::GetVideoOperationRequest& request,
             v1::GetVideoOperationResponse& response) {
        return GetVideoOperation(call, request, response);
      });
}

Task<absl::Status> VideoServiceRpc::GenerateVideo(ResponseStream& stream,
                                                  v1::GenerateVideoRequest& request) {
  Call& call = stream.call();
  absl::StatusOr<VideoOrder> order = co_await PrepareVideo(services_, call, request);
  if (!order.ok()) co_return order.status();
  v1::GenerateVideoResponse first;
  *first.mutable_started() = order->Event();
  if (order->paid.validate_only) {
    absl::Status told = co_await stream.Write(first);
    co_return told;
  }
  StreamedEvents events(stream);
  absl::StatusOr<StartedVideo> started =
      co_await BeginVideo(services_, call, order->paid, *request.mutable_spec(), &events);
  if (!started.ok()) co_return order->paid.Explained(started.status());

  started->AddTo(*first.mutable_started());
  *first.mutable_started()->mutable_wait_deadline() =
      ToTimestamp(absl::Now() + services_.watch.wait_limit);
  absl::Status status = co_await stream.Write(first);
  if (status.ok()) {
    VideoWatch watch(call.context(), call.worker().http, *started->provider, *started->credential,
                     started->operation, services_.watch, events);
    watch.BeginWith(std::move(started->answer));
    status =
        co_await watch.Run(0, 0, services_.watch.poll_interval, order->Record(started->operation));
    if (status.ok()) {
      v1::GenerateVideoResponse last;
      *last.mutable_completed() =
          Completed(started->operation, watch.delivered(), order->spent_before);
      status = co_await stream.Write(last);
      if (status.ok()) status = co_await stream.Drain();
    }
  }
  // The caller may not have the handle, or not be able to use it: the log is the last place to find
  // it.
  if (!call.context().status().ok()) LogOrphan(started->operation, started->handle);
  co_return AfterPaying(call, status);
}

Task<absl::Status> VideoServiceRpc::StartVideo(Call& call, v1::StartVideoRequest& request,
                                               v1::StartVideoResponse& response) {
  absl::StatusOr<VideoOrder> order = co_await PrepareVideo(services_, call, request);
  if (!order.ok()) co_return order.status();
  *response.mutable_started() = order->Event();
  if (order->paid.validate_only) co_return absl::OkStatus();
  absl::StatusOr<StartedVideo> started =
      co_await BeginVideo(services_, call, order->paid, *request.mutable_spec(), nullptr);
  if (!started.ok()) co_return order->paid.Explained(started.status());
  started->AddTo(*response.mutable_started());
  if (!call.context().status().ok()) LogOrphan(started->operation, started->handle);
  co_return absl::OkStatus();
}

Task<absl::Status> VideoServiceRpc::WatchVideo(ResponseStream& stream,
                                               v1::WatchVideoRequest& request) {
  Call& call = stream.call();
  absl::StatusOr<StartedVideo> video = OpenOperation(call, request.operation());
  if (!video.ok()) co_return video.status();
  if (request.video_index() < 0) co_return InvalidField("video_index", "must be 0 or more");
  if (request.byte_offset() < 0) co_return InvalidField("byte_offset", "must be 0 or more");
  v1::GenerationRecord record;
  record.set_request_id(video->operation.request_id);
  record.set_provider(video->operation.provider);
  record.set_model(video->operation.model);
  *record.mutable_create_time() = ToTimestamp(video->operation.create_time);
  const std::optional<v1::Cost> cost = VideosCost(video->operation.nano_usd_per_video, 1);
  if (cost.has_value()) *record.mutable_cost() = *cost;
  StreamedEvents events(stream);
  VideoWatch watch(call.context(), call.worker().http, *video->provider, *video->credential,
                   video->operation, services_.watch, events);
  absl::Status status = co_await watch.Run(request.video_index(), request.byte_offset(),
                                           absl::ZeroDuration(), std::move(record));
  if (status.ok()) {
    v1::WatchVideoResponse last;
    *last.mutable_completed() = Completed(video->operation, watch.delivered(), v1::Cost());
    status = co_await stream.Write(last);
  }
  SetErrorMetadata(status, "operation", call.operation);
  co_return status;
}

Task<absl::Status> VideoServiceRpc::GetVideoOperation(Call& call,
                                                      v1::GetVideoOperationRequest& request,
                                                      v1::GetVideoOperationResponse& response) {
  absl::StatusOr<StartedVideo> video = OpenOperation(call, request.operation());
  if (!video.ok()) co_return video.status();
  absl::StatusOr<v1::GetVideoOperationResponse> state =
      co_await PeekVideo(call.context(), call.worker().http, *video->provider, *video->credential,
                         video->operation, call.worker().retry_budget);
  if (!state.ok()) co_return state.status();
  response = *std::move(state);
  co_return absl::OkStatus();
}

absl::StatusOr<StartedVideo> VideoServiceRpc::OpenOperation(Call& call,
                                                            absl::string_view handle) const {
  if (handle.empty()) return InvalidField("operation", "is required");
  absl::StatusOr<Operation> operation = services_.sealer.Open(handle);
  if (!operation.ok()) return operation.status();
  StartedVideo video;
  absl::StatusOr<const Provider*> provider = services_.providers.Find(operation->provider);
  if (!provider.ok() || (*provider)->options().dialect->name != operation->dialect) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "PROVIDER_NOT_CONFIGURED",
                     absl::StrCat("operation: it was started at provider ", operation->provider,
                                  ", which this server does not have"));
  }
  call.provider = operation->provider;
  call.model = operation->model;
  call.request_id = operation->request_id;
  call.operation = std::string(handle);
  absl::StatusOr<CallCredential> access = CredentialOf(services_, call, **provider, *operation);
  if (!access.ok()) return access.status();
  video.provider = *provider;
  video.credential = access->credential;
  video.operation = *std::move(operation);
  video.handle = std::string(handle);
  return video;
}

}  // namespace mediagen
