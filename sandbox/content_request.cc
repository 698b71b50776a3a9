#include "sandbox/content_request.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "sandbox/json_input.h"
#include "sandbox/text.h"

namespace mediagen::sandbox {
namespace {

constexpr int kEditQuality = 90;
constexpr size_t kMostPictures = 14;

absl::Status Complain(const std::string& text) { return absl::InvalidArgumentError(text); }

bool IsPicture(std::string_view mime_type) {
  return mime_type.empty() || http::ToLower(mime_type).starts_with("image/");
}

// Null when the part holds none.
absl::StatusOr<InputBytes> ReadPartPicture(const rapidjson::Value& part, Provider provider) {
  const rapidjson::Value* data = Member(&part, "inlineData");
  if (data != nullptr && IsPicture(Text(Member(data, "mimeType"))) &&
      !Text(Member(data, "data")).empty()) {
    return DecodeInputPicture(Text(Member(data, "data")));
  }
  const rapidjson::Value* file = Member(&part, "fileData");
  const std::string uri(Text(Member(file, "fileUri")));
  if (uri.empty() || !IsPicture(Text(Member(file, "mimeType")))) return InputBytes();
  if (uri.starts_with("gs://") && provider != Provider::kVertex) {
    return Complain("Unsupported file uri: gs:// is not supported here.");
  }
  return StandInFor(uri);
}

// One turn. A user's replaces the instruction and the pictures, a model's only the pictures.
absl::Status ReadContent(const rapidjson::Value& content, Provider provider,
                         ContentRequest& request) {
  const rapidjson::Value* parts = Member(&content, "parts");
  if (parts == nullptr || !parts->IsArray()) return absl::OkStatus();
  std::string text;
  std::vector<InputBytes> pictures;
  for (const rapidjson::Value& part : parts->GetArray()) {
    const std::string_view words = Text(Member(&part, "text"));
    request.text_bytes += static_cast<int64_t>(words.size());
    absl::StatusOr<InputBytes> picture = ReadPartPicture(part, provider);
    if (!picture.ok()) return picture.status();
    if (*picture != nullptr) ++request.pictures_in_all;
    if (IsTrue(Member(&part, "thought"))) continue;
    if (!words.empty()) absl::StrAppend(&text, text.empty() ? "" : "\n", std::string(words));
    if (*picture != nullptr) pictures.push_back(*std::move(picture));
  }
  if (pictures.size() > kMostPictures) {
    return Complain(absl::StrCat("A turn holds at most ", kMostPictures, " pictures."));
  }
  if (Text(Member(&content, "role")) != "model") request.instruction = text;
  if (!pictures.empty()) request.pictures = std::move(pictures);
  return absl::OkStatus();
}

void ReadModalities(const rapidjson::Value* modalities, const std::string& model,
                    ContentRequest& request) {
  if (modalities == nullptr || !modalities->IsArray() || modalities->Empty()) {
    request.wants_picture = DrawsUnasked(model);
    return;
  }
  request.wants_text = false;
  for (const rapidjson::Value& modality : modalities->GetArray()) {
    if (http::EqualsIgnoreCase(Text(&modality), "IMAGE")) request.wants_picture = true;
    if (http::EqualsIgnoreCase(Text(&modality), "TEXT")) request.wants_text = true;
  }
  if (!request.wants_picture) request.wants_text = true;
}

// `request.format` is what comes unasked.
absl::Status ReadImageConfig(const rapidjson::Value* config, const Route& route,
                             ContentRequest& request) {
  const std::string size(Text(Member(config, "imageSize")));
  const std::optional<ContentSize> size_class = FindContentSize(route.model, size);
  if (!size_class.has_value()) {
    return Complain(absl::StrCat("imageSize ", size, " is not supported."));
  }
  request.size_class = *size_class;
  const std::string ratio(Text(Member(config, "aspectRatio")));
  if (!ratio.empty()) {
    const std::optional<Size> pixels = PixelsOf(route.model, ratio, *size_class);
    if (!pixels.has_value()) {
      return Complain(absl::StrCat("Aspect ratio ", ratio, " is not supported."));
    }
    request.size = *pixels;
  }
  const rapidjson::Value* options = Member(config, "imageOutputOptions");
  if (options != nullptr && route.provider != Provider::kVertex) {
    return Complain("imageOutputOptions is not supported.");
  }
  absl::StatusOr<OutputFormat> format = ReadOutputFormat(options, request.format);
  if (!format.ok()) return format.status();
  request.format = *format;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ContentRequest> ReadContentRequest(const Route& route, const std::string& body,
                                                  bool edits_as_png) {
  rapidjson::Document json;
  if (!ParseObject(body, json)) return Complain("Invalid JSON payload received.");
  const rapidjson::Value* contents = Member(&json, "contents");
  if (contents == nullptr || !contents->IsArray() || contents->Empty()) {
    return Complain("GenerateContentRequest.contents: contents is not specified.");
  }
  ContentRequest request;
  for (const rapidjson::Value& content : contents->GetArray()) {
    if (absl::Status read = ReadContent(content, route.provider, request); !read.ok()) return read;
  }
  if (request.instruction.empty() && request.pictures.empty()) {
    return Complain("GenerateContentRequest.contents: contents.parts must not be empty.");
  }
  const rapidjson::Value* config = Member(&json, "generationConfig");
  ReadModalities(Member(config, "responseModalities"), route.model, request);
  request.format = {.jpeg = !request.pictures.empty() && !edits_as_png, .quality = kEditQuality};
  if (absl::Status read = ReadImageConfig(Member(config, "imageConfig"), route, request);
      !read.ok()) {
    return read;
  }
  const rapidjson::Value* thoughts = Member(Member(config, "thinkingConfig"), "includeThoughts");
  request.wants_thoughts = thoughts == nullptr || IsTrue(thoughts);
  request.seed = static_cast<uint64_t>(WholeNumber(Member(config, "seed")).value_or(0));
  return request;
}

}  // namespace mediagen::sandbox
