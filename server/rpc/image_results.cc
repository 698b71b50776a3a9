#include "server/rpc/image_results.h"

#include <utility>

#include "absl/strings/match.h"
#include "server/upstream/crc32c.h"
#include "server/upstream/error_details.h"
#include "server/upstream/media_type.h"
#include "server/upstream/upstream_status.h"
#include "server/upstream/upstream_text.h"

namespace mediagen {

v1::Media ImageMedia(std::string bytes, absl::string_view said) {
  v1::Media media;
  media.set_mime_type(std::string(BestMediaType(bytes, said)));
  media.set_crc32c(ExtendCrc32c(0, bytes));
  *media.mutable_data() = std::move(bytes);
  return media;
}

v1::Media LinkMedia(absl::string_view link, absl::string_view said) {
  v1::Media media;
  if (absl::StartsWith(link, "gs://")) {
    media.set_gcs_uri(std::string(link));
  } else {
    media.set_uri(std::string(link));
  }
  media.set_mime_type(std::string(FullMediaType(said)));
  return media;
}

v1::FailedItem DraftItem() {
  v1::FailedItem failed;
  failed.set_reason("DRAFT");
  failed.set_message("the upstream's picture is a draft and no part of the answer");
  return failed;
}

v1::FailedItem CorruptItem(int64_t corrupt_offset) {
  v1::FailedItem failed;
  failed.set_reason("MEDIA_CORRUPT");
  failed.set_message("the upstream's picture does not decode");
  failed.set_media_offset(corrupt_offset);
  return failed;
}

v1::GenerationRecord RecordOf(const ImageAnswerItem& item, const v1::GenerationRecord& record) {
  v1::GenerationRecord own = record;
  own.set_rewritten_prompt(item.rewritten_prompt);
  own.mutable_safety_attributes()->insert(item.safety_attributes.begin(),
                                          item.safety_attributes.end());
  return own;
}

absl::Status FillResults(const ImageAnswer& answer, std::vector<CollectedItem>& media, int asked,
                         const v1::GenerationRecord& record, v1::GenerateImagesResponse& response) {
  bool any_good = false;
  int64_t corrupt_offset = -1;
  for (const ImageAnswerItem& item : answer.items) {
    if (!item.filter_reason.empty()) continue;
    v1::ImageResult& result = *response.add_results();
    result.set_index(response.results_size() - 1);
    const bool has_bytes = item.media_item >= 0 && item.media_item < static_cast<int>(media.size());
    if (has_bytes && media[item.media_item].corrupt) {
      corrupt_offset = media[item.media_item].corrupt_offset;
      *result.mutable_failed() = CorruptItem(corrupt_offset);
      continue;
    }
    any_good = true;
    *result.mutable_record() = RecordOf(item, record);
    if (has_bytes) {
      *result.mutable_image() =
          ImageMedia(std::move(media[item.media_item].bytes), item.said_media_type);
    } else {
      result.mutable_image()->set_gcs_uri(item.gcs_uri);
      result.mutable_image()->set_mime_type(item.said_media_type);
    }
  }
  const std::vector<v1::FilteredItem> filtered = FilteredImages(answer.items, asked);
  if (!any_good) return NoGoodImage(filtered, corrupt_offset);
  for (const v1::FilteredItem& item : filtered) {
    v1::ImageResult& result = *response.add_results();
    result.set_index(response.results_size() - 1);
    *result.mutable_filtered() = item;
  }
  response.mutable_prompt_safety_attributes()->insert(answer.prompt_safety_attributes.begin(),
                                                      answer.prompt_safety_attributes.end());
  return absl::OkStatus();
}

std::vector<v1::FilteredItem> FilteredImages(const std::vector<ImageAnswerItem>& items, int asked) {
  std::vector<v1::FilteredItem> filtered;
  for (const ImageAnswerItem& item : items) {
    if (!item.filter_reason.empty()) filtered.push_back(FilteredItemFrom(item.filter_reason));
  }
  for (auto i = static_cast<int>(items.size()); i < asked; ++i) filtered.emplace_back();
  return filtered;
}

absl::Status NoGoodImage(const std::vector<v1::FilteredItem>& filtered, int64_t corrupt_offset) {
  if (corrupt_offset >= 0) return MediaCorruptStatus(corrupt_offset);
  absl::Status status = MakeError(absl::StatusCode::kFailedPrecondition, "RESULT_FILTERED",
                                  "the upstream's safety filter held every picture back");
  std::string text;
  std::vector<int64_t> codes;
  for (const v1::FilteredItem& item : filtered) {
    if (!item.reason().empty()) absl::StrAppend(&text, text.empty() ? "" : " ", item.reason());
    codes.insert(codes.end(), item.support_codes().begin(), item.support_codes().end());
  }
  SetErrorMetadata(status, "upstream_code", "FAILED_PRECONDITION");
  SetErrorMetadata(status, "upstream_message", ScrubUpstreamText(text));
  SetErrorMetadata(status, "support_codes", JoinSupportCodes(codes));
  return status;
}

}  // namespace mediagen
