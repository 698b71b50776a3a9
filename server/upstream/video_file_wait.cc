#include "server/upstream/video_file_wait.h"

#include <utility>

#include "server/upstream/error_details.h"
#include "server/upstream/interaction_encoder.h"
#include "server/upstream/media_reader.h"
#include "server/upstream/request_meter.h"
#include "server/upstream/upstream_error.h"

namespace mediagen {
namespace {

constexpr int kUnauthorized = 401;

absl::Status FileFailed() {
  absl::Status failed = MakeError(absl::StatusCode::kInternal, "NO_VIDEO",
                                  "the upstream could not make the file of its video ready");
  SetErrorMetadata(failed, "upstream_code", "INTERNAL");
  SetErrorMetadata(failed, "upstream_status", "FAILED");
  return failed;
}

}  // namespace

Task<absl::StatusOr<bool>> VideoFileWait::Run(const std::string& id) {
  pace_.NoteSuccess();  // What failed before is not this file's fault.
  for (;;) {
    absl::StatusOr<FileState> state = co_await Ask(id);
    if (!state.ok()) co_return state.status();
    if (*state == FileState::kActive) co_return true;
    if (*state == FileState::kFailed) co_return false;
    if (pace_.IsOver()) co_return VideoPace::WaitLimit();
    if (absl::Status paused = co_await pace_.PauseBeforeNextTry(); !paused.ok()) co_return paused;
  }
}

Task<absl::StatusOr<FileState>> VideoFileWait::Ask(const std::string& id) {
  UpstreamRequest request = EncodeFileState(provider_, id);
  absl::StatusOr<AccessKey> key = co_await credential_.Get(pace_.call(), client_);
  if (!key.ok()) co_return key.status();
  Authorize(request, *key);
  MediaReader reader(client_, pace_.call(), request.http, AnswerMedia::kSteps);
  RequestMeter meter(tag_, RequestKind::kOther, reader.exchange());
  for (;;) {
    MediaPiece piece;
    absl::StatusOr<MediaRead> read = co_await reader.Next(piece, pace_.Quiet());
    if (!read.ok()) co_return read.status();
    if (*read == MediaRead::kEnd) break;
    if (pace_.IsOver(provider_.short_call_timeout)) co_return VideoPace::WaitLimit();
    if (absl::Status told = co_await pace_.SendDueProgress(); !told.ok()) co_return told;
  }
  rapidjson::Document document;
  UpstreamError error;
  if (!reader.ok()) {
    error = reader.error();
  } else if (!ParseJson(reader.envelope(), document) || !document.IsObject()) {
    error = UnreadableAnswer("no JSON object");
  } else {
    const FileState state = ReadFileState(JsonView(&document));
    // An error beside the state speaks of the file.
    const bool is_error =
        state == FileState::kProcessing && FindErrorObject(JsonView(&document)).exists();
    if (state == FileState::kFailed) failure_ = FileFailed();
    if (!is_error) {
      meter.EndWell();
      pace_.NoteSuccess();
      co_return state;
    }
    error = ReadUpstreamError(reader.exchange().head(), reader.envelope());
  }
  meter.EndWith(&error);
  if (reader.exchange().head().status == kUnauthorized) credential_.Refuse(*key);
  error.callers_key = credential_.IsCallers();
  failure_ = pace_.NoteFailure(error);
  if (!failure_.ok()) co_return FileState::kFailed;
  co_return FileState::kProcessing;
}

}  // namespace mediagen
