#include "server/upstream/image_formats.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"

namespace mediagen {
namespace {

// Two parallel lists: what was looked at, and how much of it was found.
std::map<std::string, double> ReadScores(JsonView entry) {
  std::map<std::string, double> scores;
  const JsonView attributes = entry.Get({"safetyAttributes", "safety_attributes"});
  const JsonView categories = attributes.Get("categories");
  const JsonView values = attributes.Get("scores");
  for (size_t i = 0; i < std::min(categories.size(), values.size()); ++i) {
    const absl::string_view category = categories.at(i).Text();
    const std::optional<double> score = values.at(i).Number();
    if (!category.empty() && score.has_value()) scores[std::string(category)] = *score;
  }
  return scores;
}

}  // namespace

ImageAnswer ReadImageAnswer(JsonView envelope) {
  ImageAnswer answer;
  const JsonView predictions = envelope.Get("predictions");
  for (size_t i = 0; i < predictions.size(); ++i) {
    const JsonView entry = predictions.at(i);
    ImageAnswerItem item;
    item.media_item = static_cast<int>(
        entry.Get({"bytesBase64Encoded", "bytes_base64_encoded"}).Integer().value_or(-1));
    item.gcs_uri = std::string(entry.Get({"gcsUri", "gcs_uri"}).Text());
    item.said_media_type = std::string(entry.Get({"mimeType", "mime_type"}).Text());
    item.rewritten_prompt = std::string(entry.Get("prompt").Text());
    item.safety_attributes = ReadScores(entry);
    if (item.media_item < 0 && item.gcs_uri.empty()) {
      const JsonView kind = entry.Get({"contentType", "content_type"});
      if (absl::EqualsIgnoreCase(kind.Text(), "Positive Prompt")) {
        answer.prompt_safety_attributes = std::move(item.safety_attributes);
        continue;
      }
      item.filter_reason =
          std::string(entry.Get({"raiFilteredReason", "rai_filtered_reason"}).Text());
      if (item.filter_reason.empty()) continue;
    }
    answer.items.push_back(std::move(item));
  }
  return answer;
}

}  // namespace mediagen
