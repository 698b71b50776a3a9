#include "client/video_download.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "client/call_error.h"

namespace mediagen::client {

VideoDownload::VideoDownload(Client& client, VideoObserver& video, MediaObserver& media)
    : client_(client), video_(video), media_(media) {}

absl::StatusOr<v1::VideoCompleted> VideoDownload::Generate(const v1::GenerateVideoRequest& request,
                                                           const CallOptions& options) {
  return client_.GenerateVideo(request, *this, *this, options);
}

void VideoDownload::ResumeFrom(ResumePoint point) {
  finished_index_ = point.video_index - 1;
  opened_index_ = finished_index_;
  resume_point_ = std::move(point);
}

absl::StatusOr<v1::VideoCompleted> VideoDownload::Resume(const CallOptions& options) {
  if (!resume_point_) {
    return LocalError(absl::StatusCode::kFailedPrecondition, "NOT_STARTED",
                      "there is no operation to resume");
  }
  v1::WatchVideoRequest request;
  request.set_operation(resume_point_->operation);
  request.set_video_index(resume_point_->video_index);
  request.set_byte_offset(resume_point_->byte_offset);
  return client_.WatchVideo(request, *this, *this, options);
}

bool VideoDownload::IsInterruption(const absl::Status& status) {
  const CallError error = ParseCallError(status);
  if (error.reason.empty()) {
    return error.code == absl::StatusCode::kUnavailable ||
           error.code == absl::StatusCode::kUnknown || error.code == absl::StatusCode::kInternal;
  }
  return error.reason == "DRAINING" || error.reason == "OPERATION_UNREACHABLE" ||
         error.reason == "UPSTREAM_STREAM_CUT" || error.reason == "UPSTREAM_UNAVAILABLE" ||
         error.reason == "SERVER_UNREACHABLE";
}

absl::Status VideoDownload::OnStarted(const v1::VideoStarted& started) {
  // Without an operation nothing was started: the request was only checked.
  if (!started.operation().empty()) ResumeFrom({.operation = started.operation()});
  return video_.OnStarted(started);
}

absl::Status VideoDownload::OnProgress(const v1::VideoProgress& progress) {
  return video_.OnProgress(progress);
}

absl::Status VideoDownload::OnHeader(const v1::MediaHeader& header) {
  if (!IsNew(header.index())) return absl::OkStatus();
  const bool goes_on = resume_point_ && resume_point_->video_index == header.index();
  const int64_t expected = goes_on ? resume_point_->byte_offset : 0;
  if (header.offset() != expected) {
    return LocalError(absl::StatusCode::kDataLoss, "STREAM_GAP",
                      absl::StrCat("video ", header.index(), " begins at byte ", header.offset(),
                                   " instead of ", expected));
  }
  if (resume_point_) {
    resume_point_->video_index = header.index();
    resume_point_->byte_offset = header.offset();
  }
  if (header.index() == opened_index_) return absl::OkStatus();
  opened_index_ = header.index();
  return media_.OnHeader(header);
}

absl::Status VideoDownload::OnChunk(const v1::MediaChunk& chunk) {
  if (!IsNew(chunk.index())) return absl::OkStatus();
  if (resume_point_ && chunk.offset() != resume_point_->byte_offset) {
    return LocalError(absl::StatusCode::kDataLoss, "STREAM_GAP",
                      absl::StrCat("video ", chunk.index(), " jumps from byte ",
                                   resume_point_->byte_offset, " to ", chunk.offset()));
  }
  if (absl::Status status = media_.OnChunk(chunk); !status.ok()) return status;
  // Only what the observer has taken counts as received.
  if (resume_point_) resume_point_->byte_offset += static_cast<int64_t>(chunk.data().size());
  return absl::OkStatus();
}

absl::Status VideoDownload::OnEnd(const v1::MediaEnd& end) {
  if (!IsNew(end.index())) return absl::OkStatus();
  if (absl::Status status = media_.OnEnd(end); !status.ok()) return status;
  Finished(end.index(), end.size_bytes());
  return absl::OkStatus();
}

absl::Status VideoDownload::OnLink(const v1::MediaLink& link) {
  if (!IsNew(link.index())) return absl::OkStatus();
  Finished(link.index(), 0);
  return media_.OnLink(link);
}

absl::Status VideoDownload::OnFailed(const v1::MediaFailed& failed) {
  if (!IsNew(failed.index())) return absl::OkStatus();
  Finished(failed.index(), 0);
  return media_.OnFailed(failed);
}

absl::Status VideoDownload::OnFiltered(const v1::Filtered& filtered) {
  if (std::exchange(filtered_seen_, true)) return absl::OkStatus();
  return media_.OnFiltered(filtered);
}

void VideoDownload::Finished(int32_t index, int64_t size_bytes) {
  finished_index_ = index;
  if (!resume_point_) return;
  resume_point_->video_index = index;
  resume_point_->byte_offset = size_bytes;
}

}  // namespace mediagen::client
