// The events of a watched video, kept.
#ifndef MEDIAGEN_TESTS_UPSTREAM_RECORDED_EVENTS_H_
#define MEDIAGEN_TESTS_UPSTREAM_RECORDED_EVENTS_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "server/upstream/video_events.h"

namespace mediagen::testing {

// Takes every event at once. Loop thread while a flow runs, then the test's.
class RecordedEvents final : public VideoEvents {
 public:
  Task<absl::Status> Send(v1::WatchVideoResponse event) override;
  Task<absl::Status> SendChunk(int index, int64_t offset, MediaBuffer bytes) override;

  // Events without their chunks, in order: `header 0 video/mp4 @0`, `end 0 video/mp4 5`, `link 1
  // gs://…`, `failed 0 MEDIA_CORRUPT`, `filtered 2`. Progress is left out.
  std::vector<std::string> story;
  // Bytes by video, as the chunks brought them; chunks must follow each other without gap.
  std::map<int, std::string> bytes;
  std::map<int, v1::MediaEnd> ends;
  std::vector<v1::VideoProgress> progress;
  std::vector<std::string> faults;  // Chunks that do not follow their header or the one before.
  // Called for every event, before it is kept; an error goes back to the sender.
  std::function<absl::Status()> on_event;

 private:
  absl::Status Hear();

  std::map<int, int64_t> next_offset_;
};

}  // namespace mediagen::testing

#endif  // MEDIAGEN_TESTS_UPSTREAM_RECORDED_EVENTS_H_
