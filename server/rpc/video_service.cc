#include "server/rpc/video_service.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/rpc/call_credential.h"
#include "server/upstream/error_details.h"

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

v1::VideoCompleted Completed(int delivered) {
  v1::VideoCompleted completed;
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
  absl::StatusOr<PaidRequest> paid =
      PreparePaidRequest(services_, call, request, &ProviderOptions::default_video_model);
  if (!paid.ok()) co_return paid.status();
  StreamedEvents events(stream);
  const std::string prompt = request.spec().prompt();
  absl::StatusOr<StartedVideo> started =
      co_await BeginVideo(services_, call, *paid, *request.mutable_spec(), &events);
  if (!started.ok()) co_return started.status();

  v1::GenerateVideoResponse first;
  *first.mutable_started() = started->Event();
  first.mutable_started()->mutable_warnings()->Assign(paid->warnings.begin(), paid->warnings.end());
  *first.mutable_started()->mutable_wait_deadline() =
      ToTimestamp(absl::Now() + services_.watch.wait_limit);
  absl::Status status = co_await stream.Write(first);
  if (status.ok()) {
    VideoWatch watch(call.context(), call.worker().http, *started->provider, *started->credential,
                     started->operation, services_.watch, events);
    status = co_await watch.Run(0, 0, services_.watch.poll_interval, paid->Record(prompt));
    if (status.ok()) {
      v1::GenerateVideoResponse last;
      *last.mutable_completed() = Completed(watch.delivered());
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
  absl::StatusOr<PaidRequest> paid =
      PreparePaidRequest(services_, call, request, &ProviderOptions::default_video_model);
  if (!paid.ok()) co_return paid.status();
  absl::StatusOr<StartedVideo> started =
      co_await BeginVideo(services_, call, *paid, *request.mutable_spec(), nullptr);
  if (!started.ok()) co_return started.status();
  *response.mutable_started() = started->Event();
  response.mutable_started()->mutable_warnings()->Assign(paid->warnings.begin(),
                                                         paid->warnings.end());
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
  StreamedEvents events(stream);
  VideoWatch watch(call.context(), call.worker().http, *video->provider, *video->credential,
                   video->operation, services_.watch, events);
  absl::Status status = co_await watch.Run(request.video_index(), request.byte_offset(),
                                           absl::ZeroDuration(), std::move(record));
  if (status.ok()) {
    v1::WatchVideoResponse last;
    *last.mutable_completed() = Completed(watch.delivered());
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
