#include "sandbox/veo_request.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "sandbox/base64.h"
#include "sandbox/json_input.h"
#include "sandbox/picture_codec.h"
#include "sandbox/text.h"

namespace mediagen::sandbox {
namespace {

constexpr int kMostVideos = 4;
constexpr int kMostSeconds = 30;
constexpr int kDefaultSeconds = 8;

struct VideoSize {
  const char* ratio;
  Size size;  // At 720p; 1080p is half as large again.
};
constexpr VideoSize kVideoSizes[] = {
    {"16:9", {1280, 720}}, {"9:16", {720, 1280}}, {"1:1", {720, 720}},
    {"4:3", {960, 720}},   {"3:4", {720, 960}},
};

absl::Status Complain(const std::string& text) { return absl::InvalidArgumentError(text); }

absl::StatusOr<Size> ReadSize(const rapidjson::Value* parameters) {
  std::string ratio(Text(Member(parameters, "aspectRatio")));
  if (ratio.empty()) ratio = "16:9";
  const bool large = http::EqualsIgnoreCase(Text(Member(parameters, "resolution")), "1080p");
  for (const VideoSize& row : kVideoSizes) {
    if (ratio != row.ratio) continue;
    if (!large) return row.size;
    return Size{row.size.width / 2 * 3, row.size.height / 2 * 3};
  }
  return Complain(absl::StrCat("Aspect ratio ", ratio, " is not supported."));
}

// A whole number of parameters within its bounds, or `otherwise` when it is not given.
absl::StatusOr<int> ReadNumber(const rapidjson::Value* value, const char* name, int most,
                               int otherwise) {
  if (value == nullptr) return otherwise;
  const std::optional<int64_t> number = WholeNumber(value);
  if (!number.has_value() || *number < 1 || *number > most) {
    return Complain(absl::StrCat(name, " must be between 1 and ", most, "."));
  }
  return static_cast<int>(*number);
}

// Null when there is no first frame.
absl::StatusOr<std::shared_ptr<const std::string>> ReadFirstFrame(const rapidjson::Value* image) {
  std::string_view text = Text(Member(image, "bytesBase64Encoded"));
  if (text.empty()) text = Text(Member(Member(image, "inlineData"), "data"));
  if (Member(image, "gcsUri") != nullptr) return Complain("gcsUri is not supported.");
  if (text.empty()) return nullptr;
  std::optional<std::string> bytes = DecodeBase64(text);
  if (!bytes.has_value()) return Complain("Invalid base64 in instances[0].image.");
  if (!DecodePicture(*bytes).has_value()) {
    return Complain("instances[0].image is neither a PNG nor a JPEG.");
  }
  return std::make_shared<const std::string>(*std::move(bytes));
}

}  // namespace

absl::StatusOr<VideoSpec> ReadVeoRequest(const std::string& model, const std::string& body) {
  rapidjson::Document request;
  if (!ParseObject(body, request)) return Complain("Invalid JSON payload received.");
  const rapidjson::Value* instance = FirstEntry(Member(&request, "instances"));
  const rapidjson::Value* parameters = Member(&request, "parameters");

  VideoSpec spec;
  spec.model = model;
  spec.prompt = std::string(Text(Member(instance, "prompt")));
  absl::StatusOr<std::shared_ptr<const std::string>> first_frame =
      ReadFirstFrame(Member(instance, "image"));
  if (!first_frame.ok()) return first_frame.status();
  spec.first_frame = *std::move(first_frame);
  if (spec.prompt.empty() && spec.first_frame == nullptr) {
    return Complain("Prompt is required: instances[0].prompt.");
  }
  absl::StatusOr<Size> size = ReadSize(parameters);
  if (!size.ok()) return size.status();
  spec.size = *size;
  const rapidjson::Value* count = Member(parameters, "sampleCount");
  if (count == nullptr) count = Member(parameters, "numberOfVideos");
  // What the relay makes unasked.
  const int default_count = model.starts_with("veo-2") ? 2 : 1;
  absl::StatusOr<int> number = ReadNumber(count, "sampleCount", kMostVideos, default_count);
  if (!number.ok()) return number.status();
  spec.count = *number;
  number = ReadNumber(Member(parameters, "durationSeconds"), "durationSeconds", kMostSeconds,
                      kDefaultSeconds);
  if (!number.ok()) return number.status();
  spec.seconds = *number;
  return spec;
}

}  // namespace mediagen::sandbox
