#ifndef MEDIAGEN_CLIENT_VIDEO_DOWNLOAD_H_
#define MEDIAGEN_CLIENT_VIDEO_DOWNLOAD_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/client.h"
#include "client/observers.h"

namespace mediagen::client {

// From where WatchVideo goes on.
struct ResumePoint {
  std::string operation;
  int32_t video_index = 0;
  int64_t byte_offset = 0;
};

// One video job, fetched over as many calls as it takes: the observers see every byte once and in
// order. Paid once, by Generate; Resume is free and may be called until it succeeds. One thread.
// Client and observers are not owned and outlive it.
class VideoDownload : private VideoObserver, private MediaObserver {
 public:
  VideoDownload(Client& client, VideoObserver& video, MediaObserver& media);

  // Starts a video: paid, so call it once.
  absl::StatusOr<v1::VideoCompleted> Generate(const v1::GenerateVideoRequest& request,
                                              const CallOptions& options = {});
  // Sets where Resume begins, for a job that another process started.
  void ResumeFrom(ResumePoint point);
  // Joins the job where the last call broke. Needs a resume point.
  absl::StatusOr<v1::VideoCompleted> Resume(const CallOptions& options = {});

  // Set as soon as the job has a handle. Exact also after a call that broke.
  const std::optional<ResumePoint>& resume_point() const { return resume_point_; }

  // True for the error of a call that broke while the job itself may well go on: Resume is worth a
  // try.
  static bool IsInterruption(const absl::Status& status);

 private:
  absl::Status OnStarted(const v1::VideoStarted& started) override;
  absl::Status OnProgress(const v1::VideoProgress& progress) override;
  absl::Status OnHeader(const v1::MediaHeader& header) override;
  absl::Status OnChunk(const v1::MediaChunk& chunk) override;
  absl::Status OnEnd(const v1::MediaEnd& end) override;
  absl::Status OnLink(const v1::MediaLink& link) override;
  absl::Status OnFailed(const v1::MediaFailed& failed) override;
  absl::Status OnFiltered(const v1::Filtered& filtered) override;

  // True once for each item. After a break the last item that ended comes again, because a resume
  // beyond the last one is refused and only the server knows which one is the last.
  bool IsNew(int32_t index) const { return index > finished_index_; }
  void Finished(int32_t index, int64_t size_bytes);

  Client& client_;
  VideoObserver& video_;
  MediaObserver& media_;
  std::optional<ResumePoint> resume_point_;
  int32_t finished_index_ = -1;
  // A break may come after the header and before the first byte; the header is passed on once.
  int32_t opened_index_ = -1;
  bool filtered_seen_ = false;
};

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_VIDEO_DOWNLOAD_H_
