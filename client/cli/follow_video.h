#ifndef MEDIAGEN_CLIENT_CLI_FOLLOW_VIDEO_H_
#define MEDIAGEN_CLIENT_CLI_FOLLOW_VIDEO_H_

#include <functional>

#include "absl/status/statusor.h"
#include "client/cli/output_names.h"
#include "client/cli/result_sink.h"
#include "client/cli/session.h"
#include "client/video_download.h"

namespace mediagen::client {

// Shows how a video is getting on and notes its handle the moment there is one. One thread; owns
// nothing.
class VideoReporter : public VideoObserver {
 public:
  VideoReporter(Session& session, OutputNames& names, ResultSink& sink, int count)
      : session_(session), names_(names), sink_(sink), count_(count) {}

  absl::Status OnStarted(const v1::VideoStarted& started) override;
  absl::Status OnProgress(const v1::VideoProgress& progress) override;

 private:
  // Tells and keeps a fact that is new; false: it is not.
  bool NoteNew(absl::string_view words, const std::string& value, std::string* known);
  void WriteEarlyRecords();

  Session& session_;
  OutputNames& names_;
  ResultSink& sink_;
  const int count_;
};

// Carries a call that broke on to its end, as long as there is a job to join: at most `reconnects`
// times in a row without a new byte. Never pays: joining is free.
absl::StatusOr<v1::VideoCompleted> FollowToEnd(Session& session, VideoDownload& download,
                                               absl::StatusOr<v1::VideoCompleted> first,
                                               int reconnects);

inline constexpr int kDefaultReconnects = 5;

// Takes over what the start of a video tells: what it will cost, and what was sent.
void NoteStarted(Session& session, const v1::VideoStarted& started, Record& record);

// What both ways to a video do with its last event.
absl::Status FinishVideo(Session& session, ResultSink& sink,
                         const absl::StatusOr<v1::VideoCompleted>& completed);

}  // namespace mediagen::client

#endif  // MEDIAGEN_CLIENT_CLI_FOLLOW_VIDEO_H_
