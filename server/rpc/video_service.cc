#include "server/rpc/video_service.h"

#include <google/protobuf/util/time_util.h>

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/rpc/accept.h"
#include "server/rpc/call_credential.h"
#include "server/rpc/followed_video.h"
#include "server/rpc/held_bytes.h"
#include "server/rpc/streamed_events.h"
#include "server/upstream/cost.h"
#include "server/upstream/error_details.h"
#include "server/upstream/reverse_watch.h"
#include "server/upstream/video_poll.h"

namespace mediagen {
namespace {

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

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return google::protobuf::util::TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(time));
}

}  // namespace

grpc::ServerWriteReactor<grpc::ByteBuffer>* VideoServiceRpc::GenerateVideo(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return AcceptStream<v1::GenerateVideoRequest>(
      services_, "mediagen.v1.VideoService/GenerateVideo", *context, *request,
      [this](ResponseStream& stream, v1::GenerateVideoRequest& request) {
        return GenerateVideo(stream, request);
      });
}

grpc::ServerUnaryReactor* VideoServiceRpc::StartVideo(grpc::CallbackServerContext* context,
                                                      const grpc::ByteBuffer* request,
                                                      grpc::ByteBuffer* response) {
  return AcceptUnary<v1::StartVideoRequest, v1::StartVideoResponse>(
      services_, "mediagen.v1.VideoService/StartVideo", *context, *request, *response,
      [this](Call& call, v1::StartVideoRequest& request, v1::StartVideoResponse& response) {
        return StartVideo(call, request, response);
      });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* VideoServiceRpc::WatchVideo(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return AcceptStream<v1::WatchVideoRequest>(
      services_, "mediagen.v1.VideoService/WatchVideo", *context, *request,
      [this](ResponseStream& stream, v1::WatchVideoRequest& request) {
        return WatchVideo(stream, request);
      });
}

grpc::ServerUnaryReactor* VideoServiceRpc::GetVideoOperation(grpc::CallbackServerContext* context,
                                                             const grpc::ByteBuffer* request,
                                                             grpc::ByteBuffer* response) {
  return AcceptUnary<v1::GetVideoOperationRequest, v1::GetVideoOperationResponse>(
      services_, "mediagen.v1.VideoService/GetVideoOperation", *context, *request, *response,
      [this](Call& call, v1::GetVideoOperationRequest& request,
             v1::GetVideoOperationResponse& response) {
        return GetVideoOperation(call, request, response);
      });
}

Task<absl::Status> VideoServiceRpc::GenerateVideo(ResponseStream& stream,
                                                  v1::GenerateVideoRequest& request) {
  OrderedVideo ordered;
  absl::Status status = co_await Order(stream, request, ordered);
  if (!ordered.is_started) co_return status;
  if (status.ok()) status = co_await Deliver(stream, ordered);
  // The caller may not have the handle, or not be able to use it: the log is the last place to find
  // it.
  Call& call = stream.call();
  if (!call.context().status().ok())
    LogOrphan(services_, ordered.video.operation, ordered.video.handle, call.caller().trace);
  co_return AfterPaying(call, status);
}

Task<absl::Status> VideoServiceRpc::Order(ResponseStream& stream, v1::GenerateVideoRequest& request,
                                          OrderedVideo& ordered) {
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
  v1::GenerateVideoRequest().Swap(&request);
  ordered.is_started = true;
  ordered.video = *std::move(started);
  ordered.record = order->Record(ordered.video.operation);
  ordered.spent_before = order->spent_before;

  ordered.video.AddTo(*first.mutable_started());
  *first.mutable_started()->mutable_wait_deadline() =
      ToTimestamp(absl::Now() + services_.watch().wait_limit);
  absl::Status told = co_await stream.Write(first);
  co_return told;
}

Task<absl::Status> VideoServiceRpc::Deliver(ResponseStream& stream, OrderedVideo& ordered) {
  FollowFrom from;
  from.just_paid = true;
  StreamedEvents events(stream);
  absl::StatusOr<v1::VideoCompleted> completed =
      co_await FollowVideo(services_, stream.call(), ordered.video, from, ordered.record, events);
  if (!completed.ok()) co_return completed.status();
  v1::GenerateVideoResponse last;
  *last.mutable_completed() = *std::move(completed);
  std::optional<v1::Cost> cost;
  if (last.completed().has_cost()) {
    cost = last.completed().cost();
    if (last.completed().video_count() > 0) ordered.video.spend->Settle(cost->nano_usd());
  }
  cost = SumOf(cost, ordered.spent_before);
  last.mutable_completed()->clear_cost();
  if (cost.has_value()) *last.mutable_completed()->mutable_cost() = *cost;
  absl::Status status = co_await stream.Write(last);
  if (status.ok()) status = co_await stream.Drain();
  co_return status;
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
  if (!call.context().status().ok())
    LogOrphan(services_, started->operation, started->handle, call.caller().trace);
  co_return absl::OkStatus();
}

Task<absl::Status> VideoServiceRpc::WatchVideo(ResponseStream& stream,
                                               v1::WatchVideoRequest& request) {
  Call& call = stream.call();
  if (absl::Status room = CheckMayBegin(call); !room.ok()) co_return room;
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
  if (cost.has_value() && video->operation.interaction) record.mutable_cost()->set_estimated(true);
  FollowFrom from;
  from.index = request.video_index();
  from.offset = request.byte_offset();
  // Until a video begins to come, any replica can do the waiting; but for the job of a reverse
  // channel that is read here.
  call.SetMayMoveOn(video->job == nullptr);
  StreamedEvents events(stream);
  absl::StatusOr<v1::VideoCompleted> completed =
      co_await FollowVideo(services_, call, *video, from, record, events);
  absl::Status status = completed.status();
  if (status.ok()) {
    v1::WatchVideoResponse last;
    *last.mutable_completed() = *std::move(completed);
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
  absl::StatusOr<v1::GetVideoOperationResponse> state = v1::GetVideoOperationResponse();
  if (video->operation.reverse_channel) {
    state = co_await PeekReverse(call.context(), call.worker().http, *video->provider,
                                 video->operation, services_.watch().links, video->job);
  } else {
    state = co_await PeekVideo(call.context(), call.worker().http, *video->provider,
                               *video->credential, video->operation, call.worker().retry_budget);
  }
  if (!state.ok()) co_return state.status();
  response = *std::move(state);
  co_return absl::OkStatus();
}

absl::StatusOr<StartedVideo> VideoServiceRpc::OpenOperation(Call& call,
                                                            absl::string_view handle) const {
  if (handle.empty()) return InvalidField("operation", "is required");
  absl::StatusOr<Operation> operation = services_.sealer.Open(handle, call.tenant());
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
  if (video.operation.reverse_channel) video.job = services_.reverse_jobs.Find(video.operation);
  return video;
}

}  // namespace mediagen
