#include "server/rpc/started_video.h"

#include <google/protobuf/util/time_util.h>

#include <optional>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "server/rpc/log.h"
#include "server/rpc/paid_reservation.h"
#include "server/rpc/video_shape.h"
#include "server/upstream/cost.h"
#include "server/upstream/error_details.h"

namespace mediagen {
namespace {

void SetTrace(const TraceContext& trace, internal::LogEntry& entry) {
  entry.set_trace_id(std::string(trace.trace_id()));
  entry.set_span_id(std::string(trace.span_id()));
}

// The end of a start, seen from the server: whoever waits or not, the id must know what was bought
// under it.
void OnStartDone(ServiceContext& services, const VideoStart& start, const std::string& id_key,
                 SpendHold& spend, const TraceContext& trace) {
  if (start.result().ok()) {
    const std::string handle = services.sealer.Seal(*start.result());
    if (start.job() != nullptr) services.reverse_jobs.Add(*start.result(), start.job());
    services.request_ids.SetOperation(id_key, handle);
    if (!start.watched()) LogOrphan(services, *start.result(), handle, trace);
    return;
  }
  if (!start.MayHaveBeenPaid()) {
    services.request_ids.Forget(id_key);
    spend.GiveBack();
  } else if (!start.watched()) {
    internal::LogEntry entry;
    entry.set_severity("WARNING");
    entry.set_event("start_outcome_unknown");
    entry.set_message("a start whose caller had left ended without a known outcome");
    entry.set_request_id(start.operation().request_id);
    entry.set_tenant(start.operation().tenant);
    SetTrace(trace, entry);
    WriteLog(std::move(entry));
  }
}

Operation NewOperation(const PaidRequest& paid, const v1::VideoSpec& spec) {
  Operation operation;
  operation.provider = paid.provider->name();
  operation.dialect = std::string(paid.provider->options().dialect->name);
  operation.model = paid.model;
  operation.request_id = paid.request_id;
  operation.tenant = paid.tenant;
  operation.credential_id = paid.credential_id;
  operation.interaction = ShapeOf(paid) == VideoShape::kInteractions;
  operation.duration_seconds = spec.duration_seconds();
  operation.nano_usd_per_video = VideoUnitPrice(paid.row, spec);
  return operation;
}

absl::Status Reserve(ServiceContext& services, const Call& call, const PaidRequest& paid,
                     SpendHold& spend) {
  if (absl::Status taken = services.request_ids.Reserve(paid.id_key()); !taken.ok()) return taken;
  absl::Status held = HoldSpend(call, paid, spend);
  if (!held.ok()) services.request_ids.Forget(paid.id_key());
  return held;
}

VideoStart& Begin(ServiceContext& services, Call& call, const PaidRequest& paid, StartOrder order,
                  const std::shared_ptr<SpendHold>& spend) {
  VideoStart::OnDone on_done = [&services, id = paid.id_key(), spend,
                                trace = call.caller().trace](const VideoStart& start) {
    OnStartDone(services, start, id, *spend, trace);
  };
  const ProviderOptions& provider = paid.provider->options();
  VideoStarts& starts = call.worker().starts;
  if (ShapeOf(paid) == VideoShape::kReverseChat) {
    // Longer than any call waits for it, so that another can join.
    order.limit = services.watch().wait_limit + provider.generate_timeout;
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

void LogOrphan(const ServiceContext& services, const Operation& operation,
               const std::string& handle, const TraceContext& trace) {
  const absl::StatusOr<const Provider*> provider = services.providers.Find(operation.provider);
  if (provider.ok()) (*provider)->traffic().metrics().orphaned_operations.Add();
  internal::LogEntry entry;
  entry.set_severity("WARNING");
  entry.set_event("operation_orphaned");
  entry.set_message(
      "a paid operation goes on without anybody watching; WatchVideo with this handle fetches it");
  entry.set_provider(operation.provider);
  entry.set_model(operation.model);
  entry.set_request_id(operation.request_id);
  entry.set_tenant(operation.tenant);
  entry.set_operation(handle);
  SetTrace(trace, entry);
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
  order.request.tag = paid.Tag();
  order.trace_header = call.context().trace_header();
  auto spend = std::make_shared<SpendHold>();
  if (absl::Status taken = Reserve(services, call, paid, *spend); !taken.ok()) co_return taken;
  order.upload = std::move(call.context().bytes().upload);
  order.budget = call.context().bytes().budget;

  const MonotonicTime begun = call.worker().loop.now();
  VideoStart& start = Begin(services, call, paid, std::move(order), spend);
  absl::Cleanup leave = [&] { call.worker().starts.Leave(start); };
  while (!start.done()) {
    absl::StatusOr<Waited> waited =
        co_await Wait(call.context(), start.changed(), services.watch().progress_interval);
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
  started.spend = std::move(spend);
  call.operation = started.handle;
  co_return started;
}

}  // namespace mediagen
