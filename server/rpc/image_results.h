// What became of each picture of an answer.
#ifndef MEDIAGEN_SERVER_RPC_IMAGE_RESULTS_H_
#define MEDIAGEN_SERVER_RPC_IMAGE_RESULTS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "mediagen/v1/image_service.pb.h"
#include "server/upstream/image_formats.h"
#include "server/upstream/paid_call.h"

namespace mediagen {

// A whole picture in a message. `said` is the upstream's own word for its type.
v1::Media ImageMedia(std::string bytes, absl::string_view said);

// A picture that came as a link: gs:// or a web address.
v1::Media LinkMedia(absl::string_view link, absl::string_view said);

v1::FailedItem CorruptItem(int64_t corrupt_offset);
// A picture that the upstream called a draft after its bytes had been handed on.
v1::FailedItem DraftItem();

// `record` of one picture, with what the answer says of it.
v1::GenerationRecord RecordOf(const ImageAnswerItem& item, const v1::GenerationRecord& record);

// Fills in the results of an answer, out of `asked`, and moves the bytes out of `media`. An error
// when there is no good picture.
absl::Status FillResults(const ImageAnswer& answer, std::vector<CollectedItem>& media, int asked,
                         const v1::GenerationRecord& record, v1::GenerateImagesResponse& response);

// What the upstream said of pictures that it held back, and an entry without reason for each one
// missing out of `asked`.
std::vector<v1::FilteredItem> FilteredImages(const std::vector<ImageAnswerItem>& items, int asked);

// The error of an answer without a good picture: DATA_LOSS when some were corrupt (`corrupt_offset`
// >= 0), else everything was filtered.
absl::Status NoGoodImage(const std::vector<v1::FilteredItem>& filtered, int64_t corrupt_offset);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_RPC_IMAGE_RESULTS_H_
