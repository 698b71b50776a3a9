#include "server/upstream/video_fetch.h"

#include <optional>
#include <utility>

#include "server/upstream/file_reader.h"
#include "server/upstream/request_meter.h"
#include "server/upstream/video_poll.h"

namespace mediagen {

Task<absl::StatusOr<FetchEnd>> VideoFetch::Run(int index, VideoFile& file) {
  pace_.NoteSuccess();  // What failed before is not this file's fault.
  for (;;) {
    absl::StatusOr<Try> tried = co_await RunOnce(index, file);
    if (!tried.ok()) co_return tried.status();
    if (*tried == Try::kWhole) co_return FetchEnd::kWhole;
    if (*tried == Try::kGivenUp) co_return FetchEnd::kGivenUp;
    if (pace_.IsOver()) co_return VideoPace::WaitLimit();
    if (absl::Status paused = co_await pace_.PauseBeforeNextTry(); !paused.ok()) co_return paused;
    CountRetry();
  }
}

Task<absl::StatusOr<VideoFetch::Try>> VideoFetch::RunOnce(int index, VideoFile& file) {
  AccessKey key;
  if (file.credential != nullptr) {
    absl::StatusOr<AccessKey> given = co_await file.credential->Get(pace_.call(), client_);
    if (!given.ok()) co_return given.status();
    key = *std::move(given);
    Authorize(file.request, key);
  }
  delivery_.BeginFile(index, file.media_type);
  FileReader reader(client_, pace_.call(), file.request.http, file.base_url, *file.rules);
  RequestMeter meter;
  meter.Begin(tag_, RequestKind::kDownload, nullptr);
  for (;;) {
    MediaPiece piece;
    absl::StatusOr<MediaRead> read = co_await reader.Next(piece, pace_.Quiet());
    if (!read.ok()) co_return read.status();
    if (*read == MediaRead::kEnd) break;
    if (pace_.IsOver()) co_return VideoPace::WaitLimit();
    if (*read == MediaRead::kPiece) {
      pace_.BeginTransfer();
      meter.CountReceived(static_cast<int64_t>(piece.bytes.size()));
      absl::Status taken = co_await delivery_.OnPiece(std::move(piece));
      if (!taken.ok()) co_return taken;
    }
    if (absl::Status told = co_await pace_.SendDueProgress(); !told.ok()) co_return told;
  }
  if (reader.ok()) {
    meter.EndWell();
    co_return Try::kWhole;
  }
  UpstreamError error = reader.error();
  meter.EndWith(&error);
  if (file.credential != nullptr) {
    error.callers_key = file.credential->IsCallers();
    // The next try shows another key, where there is one.
    if (error.cause == UpstreamError::Cause::kCredentials) file.credential->Refuse(key);
  }
  co_return NoteFailure(error);
}

void VideoFetch::CountRetry() {
  if (tag_.traffic != nullptr) tag_.traffic->metrics().retries.Add();
}

VideoFetch::Try VideoFetch::NoteFailure(const UpstreamError& error) {
  failure_ = pace_.NoteFailure(error);
  return failure_.ok() ? Try::kFailed : Try::kGivenUp;
}

}  // namespace mediagen
