#include "sandbox/veo_request.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "sandbox/base64.h"
#include "sandbox/imagen_request.h"
#include "sandbox/input_picture.h"
#include "sandbox/json_input.h"
#include "sandbox/text.h"

namespace mediagen::sandbox {
namespace {

constexpr int kMostVideos = 4;
constexpr int kMostSeconds = 30;
constexpr int kDefaultSeconds = 8;
constexpr int64_t kMostSeed = 4294967295;

struct VideoSize {
  const char* ratio;
  Size size;  // At 720p; 1080p is half as large again, 4k three times.
};
constexpr VideoSize kVideoSizes[] = {
    {"16:9", {1280, 720}}, {"9:16", {720, 1280}}, {"1:1", {720, 720}},
    {"4:3", {960, 720}},   {"3:4", {720, 960}},
};

absl::Status Complain(const std::string& text) { return absl::InvalidArgumentError(text); }

absl::StatusOr<Size> ReadSize(const rapidjson::Value* parameters) {
  std::string ratio(Text(Member(parameters, "aspectRatio")));
  if (ratio.empty()) ratio = "16:9";
  const std::string_view resolution = Text(Member(parameters, "resolution"));
  int halves = 2;
  if (http::EqualsIgnoreCase(resolution, "1080p")) halves = 3;
  if (http::EqualsIgnoreCase(resolution, "4k")) halves = 6;
  for (const VideoSize& row : kVideoSizes) {
    if (ratio == row.ratio) return Size{row.size.width / 2 * halves, row.size.height / 2 * halves};
  }
  return Complain(absl::StrCat("Aspect ratio ", ratio, " is not supported."));
}

// Nothing is made of pictures other than the first frame; but a broken one is refused.
absl::Status CheckOtherPictures(const rapidjson::Value* instance, Provider provider) {
  for (const char* name : {"lastFrame", "mask"}) {
    absl::StatusOr<InputBytes> read = ReadInputPicture(Member(instance, name), provider);
    if (!read.ok()) return read.status();
  }
  const rapidjson::Value* references = Member(instance, "referenceImages");
  if (references == nullptr || !references->IsArray()) return absl::OkStatus();
  for (const rapidjson::Value& reference : references->GetArray()) {
    absl::StatusOr<InputBytes> read = ReadInputPicture(Member(&reference, "image"), provider);
    if (!read.ok()) return read.status();
  }
  return absl::OkStatus();
}

// Whether there is a video to go on from.
absl::StatusOr<bool> ReadVideo(const rapidjson::Value* video) {
  std::string_view text = Text(Member(video, "bytesBase64Encoded"));
  if (text.empty()) text = Text(Member(video, "encodedVideo"));
  if (!text.empty() && !DecodeBase64(text).has_value()) {
    return Complain("Invalid base64 in instances[0].video.");
  }
  return !text.empty() || !Text(Member(video, "uri")).empty() ||
         !Text(Member(video, "gcsUri")).empty();
}

absl::StatusOr<std::string> ReadStorageUri(const rapidjson::Value* parameters, Provider provider) {
  std::string uri(Text(Member(parameters, "storageUri")));
  if (uri.empty()) return uri;
  if (provider != Provider::kVertex) return Complain("storageUri is not supported.");
  if (!uri.starts_with("gs://")) return Complain("storageUri must begin with gs://.");
  if (!uri.ends_with('/')) uri += '/';
  return uri;
}

// What the relay makes unasked.
int DefaultCount(const Route& route) {
  return route.provider == Provider::kRelay && route.model.starts_with("veo-2") ? 2 : 1;
}

absl::Status ReadParameters(const rapidjson::Value* parameters, const Route& route,
                            VeoRequest& request) {
  absl::StatusOr<Size> size = ReadSize(parameters);
  if (!size.ok()) return size.status();
  request.spec.size = *size;
  const rapidjson::Value* count = Member(parameters, "sampleCount");
  if (count == nullptr) count = Member(parameters, "numberOfVideos");
  absl::StatusOr<int> number =
      ReadBounded(count, "sampleCount", 1, kMostVideos, DefaultCount(route));
  if (!number.ok()) return number.status();
  request.spec.count = *number;
  number = ReadBounded(Member(parameters, "durationSeconds"), "durationSeconds", 1, kMostSeconds,
                       kDefaultSeconds);
  if (!number.ok()) return number.status();
  request.spec.seconds = *number;
  if (const rapidjson::Value* seed = Member(parameters, "seed")) {
    const std::optional<int64_t> value = WholeNumber(seed);
    if (!value.has_value() || *value < 0 || *value > kMostSeed) {
      return Complain(absl::StrCat("seed must be between 0 and ", kMostSeed, "."));
    }
    request.spec.seed = static_cast<uint64_t>(*value);
  }
  absl::StatusOr<std::string> storage_uri = ReadStorageUri(parameters, route.provider);
  if (!storage_uri.ok()) return storage_uri.status();
  request.storage_uri = *std::move(storage_uri);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<VeoRequest> ReadVeoRequest(const Route& route, const std::string& body) {
  rapidjson::Document json;
  if (!ParseObject(body, json)) return Complain("Invalid JSON payload received.");
  const rapidjson::Value* instance = FirstEntry(Member(&json, "instances"));

  VeoRequest request;
  request.spec.model = route.model;
  request.spec.prompt = std::string(Text(Member(instance, "prompt")));
  absl::StatusOr<InputBytes> first_frame =
      ReadInputPicture(Member(instance, "image"), route.provider);
  if (!first_frame.ok()) return first_frame.status();
  request.spec.first_frame = *std::move(first_frame);
  absl::StatusOr<bool> extends = ReadVideo(Member(instance, "video"));
  if (!extends.ok()) return extends.status();
  if (request.spec.prompt.empty() && request.spec.first_frame == nullptr && !*extends) {
    return Complain("Prompt is required: instances[0].prompt.");
  }
  if (absl::Status others = CheckOtherPictures(instance, route.provider); !others.ok()) {
    return others;
  }
  if (absl::Status read = ReadParameters(Member(&json, "parameters"), route, request); !read.ok()) {
    return read;
  }
  return request;
}

}  // namespace mediagen::sandbox
