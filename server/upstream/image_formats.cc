#include "server/upstream/image_formats.h"

#include <utility>

namespace mediagen {

std::vector<ImageAnswerItem> ReadImageAnswer(JsonView envelope) {
  std::vector<ImageAnswerItem> items;
  const JsonView predictions = envelope.Get("predictions");
  for (size_t i = 0; i < predictions.size(); ++i) {
    const JsonView entry = predictions.at(i);
    ImageAnswerItem item;
    item.media_item = static_cast<int>(
        entry.Get({"bytesBase64Encoded", "bytes_base64_encoded"}).Integer().value_or(-1));
    item.gcs_uri = std::string(entry.Get({"gcsUri", "gcs_uri"}).Text());
    item.said_media_type = std::string(entry.Get({"mimeType", "mime_type"}).Text());
    item.rewritten_prompt = std::string(entry.Get("prompt").Text());
    if (item.media_item < 0 && item.gcs_uri.empty()) {
      item.filter_reason =
          std::string(entry.Get({"raiFilteredReason", "rai_filtered_reason"}).Text());
      if (item.filter_reason.empty()) continue;
    }
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace mediagen
