#include "client/cli/output_names.h"
#include "client/cli/paid_request.h"
#include "client/cli/result_sink.h"
#include "client/cli/session.h"

namespace mediagen::client {
namespace {

// More than a picture takes; what is not used is given back.
constexpr int64_t kReserveBytes = 8'000'000;

}  // namespace

absl::Status RunImage(Session& session) {
  v1::StreamImagesRequest request;
  Record record;
  if (absl::Status status = BeginPaidRequest(session, request, record); !status.ok()) return status;
  record.set_prompt(request.spec().prompt());

  const int count = request.spec().number_of_images();
  auto names = OutputNames::Create(session.arguments().Value("-o"), {.stem = "picture"}, count);
  if (!names.ok()) return names.status();
  ResultSink sink(*names, record, session.progress(), session.result());
  if (absl::Status status = sink.Prepare(count, kReserveBytes); !status.ok()) return status;
  if (absl::Status status = session.Connect(); !status.ok()) return status;

  MarkSent(session, sink.base());
  session.progress().Show("waiting for the picture");
  const auto completed = session.client().StreamImages(request, sink, session.call_options());
  session.progress().Stop();
  if (!completed.ok()) return completed.status();
  if (completed->has_cost()) *session.result().mutable_cost() = completed->cost();
  session.result().mutable_warnings()->MergeFrom(completed->warnings());
  return sink.late_error();
}

}  // namespace mediagen::client
