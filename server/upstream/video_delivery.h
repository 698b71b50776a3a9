// Hands a video's bytes on, from where the caller left off.
#ifndef MEDIAGEN_SERVER_UPSTREAM_VIDEO_DELIVERY_H_
#define MEDIAGEN_SERVER_UPSTREAM_VIDEO_DELIVERY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "server/async/task.h"
#include "server/upstream/media_reader.h"
#include "server/upstream/video_events.h"
#include "server/upstream/video_formats.h"

namespace mediagen {

// Turns the media pieces of polls into header, chunk, end and failed events. A poll brings all
// videos from their first byte; what the caller already has is checked and skipped, so a poll that
// breaks in the middle is simply made again. Owned by the flow that watches. Loop thread only.
class VideoDelivery {
 public:
  // Starts at byte `offset` of video `index`. `record` goes into every end.
  VideoDelivery(VideoEvents& events, int index, int64_t offset, v1::GenerationRecord record);

  // Another poll begins.
  void BeginPoll();
  Task<absl::Status> OnPiece(MediaPiece piece);
  // The poll's answer is whole: sends what had to wait for it (ends whose type only the answer
  // tells, links). OUT_OF_RANGE when the caller asked for a video beyond the last; DATA_LOSS when
  // every video was corrupt.
  Task<absl::Status> Finish(const VideoStatus& status);

  // Whether a byte has come for the caller in this or an earlier poll.
  bool transferring() const { return transferring_; }
  int delivered() const { return delivered_; }

 private:
  // The part of a piece that the caller does not have yet.
  Task<absl::Status> SendBytes(MediaPiece piece);
  Task<absl::Status> SendHeader(int index, int64_t offset);
  Task<absl::Status> EndItem(const MediaPiece& end);
  Task<absl::Status> SendLink(int index, const VideoAnswerItem& item);

  VideoEvents& events_;
  const v1::GenerationRecord record_;
  // Where the caller is: all before is his.
  int next_index_;
  int64_t next_offset_;
  bool header_sent_ = false;
  // Checksum of the bytes up to next_offset_ as they were sent; compared when a later poll brings
  // them again.
  bool sent_crc_known_;
  uint32_t sent_crc_ = 0;
  // Of the item that the current poll brings.
  int kind_ = -1;  // Of its first item; -1: none has come.
  uint32_t item_crc_ = 0;
  std::string item_media_type_;

  bool transferring_ = false;
  int delivered_ = 0;
  int items_ended_ = 0;   // Of the current poll and that kind.
  absl::Status corrupt_;  // Of the last corrupt video.
  std::vector<v1::MediaEnd> waiting_ends_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_VIDEO_DELIVERY_H_
