#include "server/upstream/video_delivery.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/crc32c.h"
#include "server/upstream/error_details.h"
#include "server/upstream/media_type.h"

namespace mediagen {
namespace {

// What is behind the first `count` bytes.
MediaBuffer WithoutFirst(MediaBuffer whole, size_t count) {
  const absl::string_view bytes = whole.view().substr(count);
  MediaBuffer rest(bytes.size(), whole.TakeLease());
  std::memcpy(rest.room().data(), bytes.data(), bytes.size());
  rest.Grow(bytes.size());
  return rest;
}

absl::Status OutOfRange(absl::string_view reason, absl::string_view message) {
  return MakeError(absl::StatusCode::kOutOfRange, reason, message);
}

absl::Status MediaChanged() {
  return MakeError(absl::StatusCode::kDataLoss, "MEDIA_CHANGED",
                   "the upstream gave other bytes for this video than before");
}

}  // namespace

VideoDelivery::VideoDelivery(VideoEvents& events, int index, int64_t offset,
                             v1::GenerationRecord record)
    : events_(events),
      record_(std::move(record)),
      next_index_(index),
      next_offset_(offset),
      sent_crc_known_(offset == 0) {}

void VideoDelivery::BeginPoll() {
  kind_ = -1;
  item_crc_ = 0;
  item_media_type_.clear();
  file_media_type_.clear();
  items_ended_ = 0;
}

void VideoDelivery::BeginFile(int index, absl::string_view media_type) {
  BeginPoll();
  file_media_type_ = std::string(media_type);
  items_ended_ = index;
}

Task<absl::Status> VideoDelivery::OnPiece(MediaPiece piece) {
  // An answer may hold its videos twice, in two lists under two names: the first name counts.
  if (kind_ < 0) kind_ = piece.kind;
  if (piece.kind != kind_) co_return absl::OkStatus();
  piece.item = items_ended_;
  if (piece.end) {
    absl::Status ended = co_await EndItem(piece);
    co_return ended;
  }
  if (piece.offset == 0) {
    item_crc_ = 0;
    item_media_type_ = std::string(MediaTypeOfBytes(piece.bytes.view()));
    if (item_media_type_.empty()) item_media_type_ = file_media_type_;
  }
  absl::Status sent = co_await SendBytes(std::move(piece));
  co_return sent;
}

Task<absl::Status> VideoDelivery::SendBytes(MediaPiece piece) {
  const auto size = static_cast<int64_t>(piece.bytes.size());
  int64_t known = size;  // Bytes of this piece that the caller already has.
  if (piece.item >= next_index_) known = std::clamp<int64_t>(next_offset_ - piece.offset, 0, size);
  item_crc_ = ExtendCrc32c(item_crc_, piece.bytes.view().substr(0, static_cast<size_t>(known)));
  if (known == size) co_return absl::OkStatus();
  if (sent_crc_known_ && item_crc_ != sent_crc_) {
    co_return MediaChanged();
  }
  const int64_t offset = piece.offset + known;
  if (absl::Status header = co_await SendHeader(piece.item, offset); !header.ok()) co_return header;
  if (known > 0) {
    piece.bytes = WithoutFirst(std::move(piece.bytes), static_cast<size_t>(known));
  }
  item_crc_ = ExtendCrc32c(item_crc_, piece.bytes.view());
  absl::Status sent = co_await events_.SendChunk(piece.item, offset, std::move(piece.bytes));
  if (!sent.ok()) co_return sent;
  next_offset_ = piece.offset + size;
  sent_crc_ = item_crc_;
  sent_crc_known_ = true;
  co_return absl::OkStatus();
}

Task<absl::Status> VideoDelivery::SendHeader(int index, int64_t offset) {
  if (std::exchange(header_sent_, true)) co_return absl::OkStatus();
  v1::WatchVideoResponse event;
  event.mutable_header()->set_index(index);
  event.mutable_header()->set_mime_type(item_media_type_);
  event.mutable_header()->set_offset(offset);
  absl::Status sent = co_await events_.Send(std::move(event));
  co_return sent;
}

Task<absl::Status> VideoDelivery::EndItem(const MediaPiece& end) {
  ++items_ended_;
  if (end.item < next_index_) co_return absl::OkStatus();
  absl::Status told;
  if (end.corrupt) {
    absl::Status corrupt = MakeError(absl::StatusCode::kDataLoss, "MEDIA_CORRUPT",
                                     "the upstream's video does not decode");
    SetErrorMetadata(corrupt, "upstream_code", "INTERNAL");
    SetErrorMetadata(corrupt, "media_offset", absl::StrCat(end.corrupt_offset));
    told = co_await SendFailed(end.item, std::move(corrupt));
  } else {
    told = co_await SendEnd(end);
  }
  co_return told;
}

Task<absl::Status> VideoDelivery::SendEnd(const MediaPiece& end) {
  // All that was sent may have come again without a byte behind it to compare it at.
  if (sent_crc_known_ && item_crc_ != sent_crc_) co_return MediaChanged();
  if (end.offset < next_offset_) {
    co_return OutOfRange("OFFSET_BEYOND_END",
                         absl::StrCat("byte_offset: the video is ", end.offset, " bytes long"));
  }
  if (absl::Status header = co_await SendHeader(end.item, end.offset); !header.ok())
    co_return header;
  v1::MediaEnd media_end;
  media_end.set_index(end.item);
  media_end.set_size_bytes(end.offset);
  media_end.set_mime_type(item_media_type_);
  media_end.set_crc32c(item_crc_);
  *media_end.mutable_record() = record_;
  ++delivered_;
  GoTo(end.item + 1);
  if (item_media_type_.empty()) {
    waiting_ends_.push_back(std::move(media_end));
    co_return absl::OkStatus();
  }
  v1::WatchVideoResponse event;
  *event.mutable_end() = std::move(media_end);
  absl::Status sent = co_await events_.Send(std::move(event));
  co_return sent;
}

void VideoDelivery::GoTo(int index) {
  next_index_ = index;
  next_offset_ = 0;
  header_sent_ = false;
  sent_crc_ = 0;
  sent_crc_known_ = true;
}

Task<absl::Status> VideoDelivery::EndPoll(const VideoStatus& status) {
  for (v1::MediaEnd& end : waiting_ends_) {
    int with_bytes = 0;
    for (const VideoAnswerItem& item : status.videos) {
      if (item.media_item >= 0 && with_bytes++ == end.index())
        end.set_mime_type(std::string(FullMediaType(item.said_media_type)));
    }
    v1::WatchVideoResponse event;
    *event.mutable_end() = end;
    if (absl::Status sent = co_await events_.Send(std::move(event)); !sent.ok()) co_return sent;
  }
  waiting_ends_.clear();
  co_return absl::OkStatus();
}

Task<absl::Status> VideoDelivery::SendLink(int index, const v1::Media& media,
                                           const std::string& watch_uri) {
  v1::WatchVideoResponse event;
  v1::MediaLink& link = *event.mutable_link();
  link.set_index(index);
  *link.mutable_media() = media;
  link.set_watch_uri(watch_uri);
  *link.mutable_record() = record_;
  ++delivered_;
  GoTo(index + 1);
  absl::Status sent = co_await events_.Send(std::move(event));
  co_return sent;
}

Task<absl::Status> VideoDelivery::SendFailed(int index, absl::Status why) {
  const google::rpc::ErrorInfo info = ErrorInfoOf(why);
  v1::WatchVideoResponse event;
  event.mutable_failed()->set_index(index);
  v1::FailedItem& failed = *event.mutable_failed()->mutable_failed();
  failed.set_reason(info.reason());
  failed.set_message(std::string(why.message()));
  int64_t offset = 0;
  const auto corrupt_at = info.metadata().find("media_offset");
  if (corrupt_at != info.metadata().end() && absl::SimpleAtoi(corrupt_at->second, &offset))
    failed.set_media_offset(offset);
  failure_ = std::move(why);
  GoTo(index + 1);
  absl::Status sent = co_await events_.Send(std::move(event));
  co_return sent;
}

absl::Status VideoDelivery::Conclude(int videos) const {
  if (delivered_ > 0) return absl::OkStatus();
  if (!failure_.ok()) return failure_;
  return OutOfRange("VIDEO_INDEX_BEYOND_END",
                    absl::StrCat("video_index: there are ", videos, " videos"));
}

}  // namespace mediagen
