#include "server/rpc/picture_stream.h"

#include <utility>

#include "server/rpc/image_results.h"
#include "server/upstream/crc32c.h"
#include "server/upstream/error_details.h"
#include "server/upstream/media_type.h"
#include "server/upstream/upstream_status.h"

namespace mediagen {

Task<absl::Status> PictureStream::OnPiece(MediaPiece piece) {
  if (piece.end) {
    absl::Status ended = co_await EndPicture(piece);
    co_return ended;
  }
  if (piece.offset == 0) {
    crc_ = 0;
    media_type_ = std::string(MediaTypeOfBytes(piece.bytes.view()));
    any_output_ = true;
    v1::StreamImagesResponse event;
    event.mutable_header()->set_index(piece.item);
    event.mutable_header()->set_mime_type(media_type_);
    if (absl::Status sent = co_await stream_.Write(event); !sent.ok()) co_return sent;
  }
  crc_ = ExtendCrc32c(crc_, piece.bytes.view());
  absl::Status sent = co_await stream_.WriteChunk(v1::StreamImagesResponse::kChunkFieldNumber,
                                                  piece.item, piece.offset, std::move(piece.bytes));
  co_return sent;
}

Task<absl::Status> PictureStream::EndPicture(const MediaPiece& end) {
  v1::StreamImagesResponse event;
  if (end.corrupt) {
    corrupt_offset_ = end.corrupt_offset;
    event.mutable_failed()->set_index(end.item);
    *event.mutable_failed()->mutable_failed() = CorruptItem(end.corrupt_offset);
  } else {
    ++good_;
    v1::MediaEnd& media_end = *event.mutable_end();
    media_end.set_index(end.item);
    media_end.set_size_bytes(end.offset);
    media_end.set_mime_type(media_type_);
    media_end.set_crc32c(crc_);
    *media_end.mutable_record() = images_.record;
    if (media_type_.empty()) {
      waiting_ends_.push_back(std::move(media_end));
      co_return absl::OkStatus();
    }
  }
  absl::Status sent = co_await stream_.Write(event);
  co_return sent;
}

absl::Status PictureStream::CutStatus(const absl::Status& status) const {
  if (!any_output_) return status;
  return StreamCutStatus(status);
}

Task<absl::Status> PictureStream::Finish(ImageAnswer answer) {
  const std::vector<ImageAnswerItem>& items = answer.items;
  for (v1::MediaEnd& end : waiting_ends_) {
    for (const ImageAnswerItem& item : items) {
      if (item.media_item == end.index())
        end.set_mime_type(std::string(FullMediaType(item.said_media_type)));
    }
    v1::StreamImagesResponse event;
    *event.mutable_end() = std::move(end);
    if (absl::Status sent = co_await stream_.Write(event); !sent.ok()) co_return sent;
  }
  v1::StreamImagesResponse last;
  int index = 0;
  for (const ImageAnswerItem& item : items) {
    if (item.media_item >= 0) ++index;
  }
  for (const ImageAnswerItem& item : items) {
    if (!item.filter_reason.empty()) continue;
    v1::GenerationRecord& record = *last.mutable_completed()->add_records();
    record = RecordOf(item, images_.record);
    if (item.media_item >= 0) continue;
    v1::StreamImagesResponse event;
    event.mutable_link()->set_index(index++);
    event.mutable_link()->mutable_media()->set_gcs_uri(item.gcs_uri);
    event.mutable_link()->mutable_media()->set_mime_type(item.said_media_type);
    *event.mutable_link()->mutable_record() = record;
    if (absl::Status sent = co_await stream_.Write(event); !sent.ok()) co_return sent;
    ++good_;
  }
  const std::vector<v1::FilteredItem> filtered = FilteredImages(items, images_.asked);
  if (good_ == 0) co_return NoGoodImage(filtered, corrupt_offset_);
  if (!filtered.empty()) {
    v1::StreamImagesResponse event;
    event.mutable_filtered()->set_count(static_cast<int>(filtered.size()));
    event.mutable_filtered()->mutable_items()->Assign(filtered.begin(), filtered.end());
    if (absl::Status sent = co_await stream_.Write(event); !sent.ok()) co_return sent;
  }
  v1::ImagesCompleted& completed = *last.mutable_completed();
  completed.set_request_id(images_.paid.request_id);
  completed.set_image_count(good_);
  completed.mutable_prompt_safety_attributes()->insert(answer.prompt_safety_attributes.begin(),
                                                       answer.prompt_safety_attributes.end());
  images_.paid.AddWarnings(*completed.mutable_warnings());
  if (const auto cost = images_.CostOf(good_); cost.has_value()) *completed.mutable_cost() = *cost;
  absl::Status sent = co_await stream_.Write(last);
  co_return sent;
}

}  // namespace mediagen
