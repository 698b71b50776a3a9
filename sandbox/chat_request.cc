#include "sandbox/chat_request.h"

#include <utility>

#include "absl/status/status.h"
#include "sandbox/json_input.h"
#include "sandbox/text.h"

namespace mediagen::sandbox {
namespace {

constexpr std::string_view kRatioPrefix = "aspect_ratio=";

absl::Status Complain(const char* text) { return absl::InvalidArgumentError(text); }

// "data:image/png;base64,...", or a link, which is not followed.
absl::StatusOr<InputBytes> ReadPictureUrl(std::string_view url) {
  if (url.starts_with("https://") || url.starts_with("http://")) {
    return StandInFor(std::string(url));
  }
  const size_t comma = url.find(',');
  if (!url.starts_with("data:") || comma == std::string_view::npos ||
      !url.substr(0, comma).ends_with(";base64")) {
    return Complain("Invalid image_url: expected a link or data:MIME;base64,DATA.");
  }
  return DecodeInputPicture(url.substr(comma + 1));
}

// Adds the parts of one message; the text goes to `text`.
absl::Status ReadContent(const rapidjson::Value& content, std::string& text, ChatRequest& chat) {
  if (content.IsString()) {
    text = std::string(Text(&content));
    return absl::OkStatus();
  }
  if (!content.IsArray()) return Complain("Invalid type for messages[].content.");
  for (const rapidjson::Value& part : content.GetArray()) {
    if (std::string_view words = Text(Member(&part, "text")); !words.empty()) {
      if (!text.empty()) text += "\n";
      text += words;
    }
    const rapidjson::Value* link = Member(&part, "imageUrl");
    if (link == nullptr) continue;
    absl::StatusOr<InputBytes> picture =
        ReadPictureUrl(Text(link->IsString() ? link : Member(link, "url")));
    if (!picture.ok()) return picture.status();
    chat.picture = *std::move(picture);
    ++chat.pictures;
  }
  return absl::OkStatus();
}

std::string AspectRatioOption(const rapidjson::Document& request) {
  const rapidjson::Value* google = Member(Member(&request, "extraBody"), "google");
  std::string_view ratio = Text(Member(Member(google, "imageConfig"), "aspectRatio"));
  if (ratio.empty()) ratio = Text(Member(Member(&request, "imageConfig"), "aspectRatio"));
  return std::string(ratio);
}

}  // namespace

absl::StatusOr<ChatRequest> ReadChatRequest(const rapidjson::Document& request) {
  ChatRequest chat;
  const rapidjson::Value* messages = Member(&request, "messages");
  if (messages == nullptr || !messages->IsArray() || messages->Empty()) {
    return Complain("Missing required parameter: 'messages'.");
  }
  for (const rapidjson::Value& message : messages->GetArray()) {
    const rapidjson::Value* content = Member(&message, "content");
    if (content == nullptr) continue;
    std::string text;
    if (absl::Status read = ReadContent(*content, text, chat); !read.ok()) return read;
    const std::string_view role = Text(Member(&message, "role"));
    if (role == "user") chat.instruction = text;
    if (role == "system" && text.starts_with(kRatioPrefix)) {
      chat.aspect_ratio = std::string(http::Trim(text.substr(kRatioPrefix.size())));
    }
  }
  if (chat.instruction.empty() && chat.picture == nullptr) {
    return Complain("The last user message has no text.");
  }
  if (std::string ratio = AspectRatioOption(request); !ratio.empty()) chat.aspect_ratio = ratio;
  if (const rapidjson::Value* modalities = Member(&request, "modalities");
      modalities != nullptr && modalities->IsArray()) {
    for (const rapidjson::Value& modality : modalities->GetArray()) {
      if (http::EqualsIgnoreCase(Text(&modality), "image")) chat.wants_picture = true;
    }
  }
  chat.stream = IsTrue(Member(&request, "stream"));
  chat.include_usage = IsTrue(Member(Member(&request, "streamOptions"), "includeUsage"));
  return chat;
}

}  // namespace mediagen::sandbox
