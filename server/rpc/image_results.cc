#include "server/rpc/image_results.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/upstream/crc32c.h"
#include "server/upstream/error_details.h"
#include "server/upstream/media_type.h"
#include "server/upstream/upstream_text.h"

namespace mediagen {

v1::Media ImageMedia(std::string bytes, absl::string_view said) {
  v1::Media media;
  media.set_mime_type(std::string(BestMediaType(bytes, said)));
  media.set_crc32c(ExtendCrc32c(0, bytes));
  *media.mutable_data() = std::move(bytes);
  return media;
}

v1::FailedItem CorruptItem(int64_t corrupt_offset) {
  v1::FailedItem failed;
  failed.set_reason("MEDIA_CORRUPT");
  failed.set_message("the upstream's picture does not decode");
  failed.set_media_offset(corrupt_offset);
  return failed;
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
  if (corrupt_offset >= 0) {
    absl::Status corrupt = MakeError(absl::StatusCode::kDataLoss, "MEDIA_CORRUPT",
                                     "pictures came, but none of them decodes");
    SetErrorMetadata(corrupt, "upstream_code", "INTERNAL");
    SetErrorMetadata(corrupt, "media_offset", absl::StrCat(corrupt_offset));
    return corrupt;
  }
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
