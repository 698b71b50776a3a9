#include "server/rpc/started_video.h"

#include <google/protobuf/util/time_util.h>

#include <optional>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "server/rpc/log.h"
#include "server/rpc/video_shape.h"
#include "server/upstream/cost.h"
#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

// The end of a start, seen from the server: whoever waits or not, the id must know what was bought
// under it.
void OnStartDone(ServiceContext& services, const VideoStart& start, const std::string& request_id) {
  if (start.result().ok()) {
    const std::string handle = services.sealer.Seal(*start.result());
    if (start.job() != nullptr) services.reverse_jobs.Add(*start.result(), start.job());
    services.request_ids.SetOperation(request_id, handle);
    if (!start.watched()) LogOrphan(*start.result(), handle);
    return;
  }
  if (!start.MayHaveBeenPaid()) {
    services.request_ids.Forget(request_id);
  } else if (!start.watched()) {
    internal::LogEntry entry;
    entry.set_severity("WARNING");
    entry.set_event("start_outcome_unknown");
    entry.set_message("a start whose caller had left ended without a known outcome");
    entry.set_request_id(request_id);
    WriteLog(std::move(entry));
  }
}

Operation NewOperation(const PaidRequest& paid, const v1::VideoSpec& spec) {
  Operation operation;
  operation.provider = paid.provider->name();
  operation.dialect = std::string(paid.provider->options().dialect->name);
  operation.model = paid.model;
  operation.request_id = paid.request_id;
  operation.credential_id = paid.credential_id;
  operation.interaction = ShapeOf(paid) == VideoShape::kInteractions;
  operation.duration_seconds = spec.duration_seconds();
  operation.nano_usd_per_video = VideoUnitPrice(paid.row, spec);
  return operation;
}

VideoStart& Begin(ServiceContext& services, Call& call, const PaidRequest& paid, StartOrder order) {
  VideoStart::OnDone on_done = [&services, id = paid.request_id](const VideoStart& start) {
    OnStartDone(services, start, id);
  };
  const ProviderOptions& provider = paid.provider->options();
  VideoStarts& starts = call.worker().starts;
  if (ShapeOf(paid) == VideoShape::kReverseChat) {
    // Longer than any call waits for it, so that another can join.
    order.limit = services.watch.wait_limit + provider.generate_timeout;
    return starts.BeginReverse(std::move(order), std::move(on_done));
  }
  order.limit = provider.short_call_timeout;
  return starts.Begin(std::move(order), std::move(on_done));
}

}  // namespace

void StartedVideo::AddTo(v1::VideoStarted& started) const {
  started.set_operation(handle);
  *started.mutable_create_time() = google::protobuf::util::TimeUtil::MillisecondsToTimestamp(
      absl::ToUnixMillis(operation.create_time));
}

absl::Status CheckVideoEncoding(const PaidRequest& paid, v1::VideoSpec& spec) {
  return EncodeStart(paid, spec).status();
}

void LogOrphan(const Operation& operation, const std::string& handle) {
  internal::LogEntry entry;
  entry.set_severity("WARNING");
  entry.set_event("operation_orphaned");
  entry.set_message(
      "a paid operation goes on without anybody watching; WatchVideo with this handle fetches it");
  entry.set_provider(operation.provider);
  entry.set_model(operation.model);
  entry.set_request_id(operation.request_id);
  entry.set_operation(handle);
  WriteLog(std::move(entry));
}

Task<absl::StatusOr<StartedVideo>> BeginVideo(ServiceContext& services, Call& call,
                                              const PaidRequest& paid, v1::VideoSpec& spec,
                                              StartWatcher* watcher) {
  StartOrder order;
  order.credential = paid.credential;
  order.operation = NewOperation(paid, spec);  // Before the media leaves the spec.
  order.builds_upon = !paid.builds_upon.empty();
  absl::StatusOr<UpstreamRequest> http = EncodeStart(paid, spec);
  if (!http.ok()) co_return http.status();
  order.request = *std::move(http);
  if (absl::Status taken = services.request_ids.Reserve(paid.request_id); !taken.ok())
    co_return taken;
  order.upload = std::move(call.context().bytes().upload);

  const MonotonicTime begun = call.worker().loop.now();
  VideoStart& start = Begin(services, call, paid, std::move(order));
  absl::Cleanup leave = [&] { call.worker().starts.Leave(start); };
  while (!start.done()) {
    absl::StatusOr<Waited> waited =
        co_await Wait(call.context(), start.changed(), services.watch.progress_interval);
    absl::Status watching = waited.status();
    if (watching.ok() && *waited == Waited::kIdle && watcher != nullptr) {
      watching = co_await watcher->OnWaiting(absl::FromChrono(call.worker().loop.now() - begun));
    }
    // A start that is done belongs to the caller, even if he leaves this very moment.
    if (!watching.ok() && !start.done())
      co_return EndedWhilePaying(watching, start.MayHaveBeenPaid());
  }
  if (!start.result().ok()) co_return start.result().status();
  StartedVideo started;
  started.provider = paid.provider;
  started.credential = paid.credential;
  started.operation = *start.result();
  started.handle = services.sealer.Seal(started.operation);
  started.answer = start.TakeAnswer();
  started.job = start.job();
  call.operation = started.handle;
  co_return started;
}

}  // namespace mediagen
