#ifndef MEDIAGEN_CLIENT_CALLS_H_
#define MEDIAGEN_CLIENT_CALLS_H_

#include <grpcpp/client_context.h>

#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/call_options.h"
#include "client/grpc_status.h"

namespace mediagen::client {

// The two kinds of calls that end by themselves, over any stub.

inline void Apply(const CallOptions& options, grpc::ClientContext& context) {
  if (!options.token.empty()) {
    context.AddMetadata("authorization", absl::StrCat("Bearer ", options.token));
  }
  if (options.timeout == absl::InfiniteDuration()) return;
  context.set_deadline(absl::ToChronoTime(absl::Now() + options.timeout));
}

template <typename Response, typename Stub, typename Request>
absl::StatusOr<Response> CallUnary(Stub& stub,
                                   grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                const Request&, Response*),
                                   const Request& request, const CallOptions& options) {
  grpc::ClientContext context;
  Apply(options, context);
  const Cancellation::Scope scope(options.cancellation, [&context] { context.TryCancel(); });
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return ToAbslStatus(status);
  return response;
}

// Reads a stream to its end. `handle` takes each event; its error cancels the call and wins. With
// `nothing_to_complete` set when it ends, the stream needs no last event.
template <typename Completed, typename Open, typename Event, typename Handle>
absl::StatusOr<Completed> CallStream(const Open& open, Event event, const Handle& handle,
                                     const CallOptions& options,
                                     const bool& nothing_to_complete = false) {
  grpc::ClientContext context;
  Apply(options, context);
  const Cancellation::Scope scope(options.cancellation, [&context] { context.TryCancel(); });
  const auto reader = open(&context);
  std::optional<Completed> completed;
  absl::Status handled;
  while (handled.ok() && reader->Read(&event)) {
    if (event.has_completed()) completed = event.completed();
    handled = handle(event);
  }
  if (!handled.ok()) context.TryCancel();
  const grpc::Status status = reader->Finish();
  if (!handled.ok()) return handled;
  if (!status.ok()) return ToAbslStatus(status);
  if (!completed && nothing_to_complete) return Completed();
  if (!completed) {
    return absl::UnavailableError("the stream ended without its last event");
  }
  return *std::move(completed);
}

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CALLS_H_
