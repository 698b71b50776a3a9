#include "client/cli/picture_job.h"

#include "client/cli/output_names.h"
#include "client/cli/paid_request.h"
#include "client/cli/record_file.h"
#include "client/cli/result_sink.h"

namespace mediagen::client {
namespace {

void TakeCompleted(const v1::ImagesCompleted& completed, ResultSink& sink, CommandResult& result) {
  if (completed.has_cost()) *result.mutable_cost() = completed.cost();
  *result.mutable_prompt_safety_attributes() = completed.prompt_safety_attributes();
  // These records know more than those that came with the pictures.
  for (int i = 0; i < completed.records_size(); ++i) {
    sink.Amend(static_cast<size_t>(i), [&](Record& record) {
      MergeGenerationRecord(completed.records(i), record);
      *record.mutable_prompt_safety_attributes() = completed.prompt_safety_attributes();
    });
  }
}

}  // namespace

absl::Status RunPictureJob(Session& session, const PictureJob& job) {
  auto names = OutputNames::Create(session.arguments().Value("-o"), {.stem = job.stem}, job.count);
  if (!names.ok()) return names.status();
  ResultSink sink(*names, job.record, session.progress(), session.result());
  if (!job.validate_only) {
    if (absl::Status status = sink.Prepare(job.count, kPictureReserveBytes); !status.ok()) {
      return status;
    }
  }
  if (absl::Status status = session.Connect(); !status.ok()) return status;

  if (!job.validate_only) MarkSent(session, sink.base());
  session.progress().Show(job.validate_only ? "checking" : job.phase);
  const auto completed = job.call(sink);
  session.progress().Stop();
  if (!completed.ok()) return completed.status();
  session.AddWarnings(completed->warnings());
  if (job.validate_only) {
    return FinishCheck(session, completed->has_cost() ? &completed->cost() : nullptr);
  }
  TakeCompleted(*completed, sink, session.result());
  return sink.late_error();
}

}  // namespace mediagen::client
