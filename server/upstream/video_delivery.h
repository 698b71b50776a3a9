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

// Turns the media pieces of polls and files into header, chunk, end and failed events. A poll
// brings all its videos from their first byte, a file one; what the caller already has is checked
// and skipped, so that one that breaks in the middle is simply asked for again. Owned by the flow
// that watches. Loop thread only.
class VideoDelivery {
 public:
  // Starts at byte `offset` of video `index`. `record` goes into every end.
  VideoDelivery(VideoEvents& events, int index, int64_t offset, v1::GenerationRecord record);

  // Another poll begins.
  void BeginPoll();
  // The file of video `index` begins, maybe once more. `media_type` is for bytes that do not tell.
  void BeginFile(int index, absl::string_view media_type);
  Task<absl::Status> OnPiece(MediaPiece piece);
  // The poll's answer is whole: sends the ends whose type only the answer tells.
  Task<absl::Status> EndPoll(const VideoStatus& status);

  // Whether the caller asked for this video and does not have it all yet.
  bool Wants(int index) const { return index >= next_index_; }
  Task<absl::Status> SendLink(int index, const v1::Media& media, const std::string& watch_uri);
  // A video that cannot be used; `why` is the call's end when none of the others can be, either.
  Task<absl::Status> SendFailed(int index, absl::Status why);

  // All videos have been told, of which there are so many. OUT_OF_RANGE when the caller asked for
  // one beyond the last; the last failure when every video failed.
  absl::Status Conclude(int videos) const;

  // Of the last poll: videos that came as bytes.
  int videos_with_bytes() const { return items_ended_; }
  // Whether bytes of a video have been sent whose end has not.
  bool IsInside(int index) const { return index == next_index_ && header_sent_; }
  int delivered() const { return delivered_; }

 private:
  // The part of a piece that the caller does not have yet.
  Task<absl::Status> SendBytes(MediaPiece piece);
  Task<absl::Status> SendHeader(int index, int64_t offset);
  Task<absl::Status> EndItem(const MediaPiece& end);
  Task<absl::Status> SendEnd(const MediaPiece& end);
  // What comes next is the first byte of video `index`.
  void GoTo(int index);

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
  // Of the item that the current poll or file brings.
  int kind_ = -1;  // Of its first item; -1: none has come.
  uint32_t item_crc_ = 0;
  std::string item_media_type_;
  std::string file_media_type_;

  int delivered_ = 0;
  int items_ended_ = 0;   // Of the current poll and that kind; of a file its index, then one more.
  absl::Status failure_;  // Of the last video that failed.
  std::vector<v1::MediaEnd> waiting_ends_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_VIDEO_DELIVERY_H_
