#include "server/upstream/chat_formats.h"

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/error_details.h"
#include "server/upstream/media_type.h"

namespace mediagen {
namespace {

absl::string_view RoleName(v1::ChatRole role) {
  switch (role) {
    case v1::CHAT_ROLE_MODEL:
      return "assistant";
    case v1::CHAT_ROLE_SYSTEM:
      return "system";
    default:
      return "user";
  }
}

absl::StatusOr<JsonBody::Value> ImageUrl(JsonBody& body, absl::string_view path, v1::Media& image) {
  if (image.content_case() == v1::Media::kUri) return body.Text(image.uri());
  if (image.content_case() != v1::Media::kData) {
    return InvalidField(absl::StrCat(path, image.has_gcs_uri() ? ".gcs_uri" : ""),
                        "this provider takes bytes or a web link here");
  }
  absl::string_view media_type = FullMediaType(image.mime_type());
  if (media_type.empty()) media_type = MediaTypeOfBytes(image.data());
  const std::string prefix = absl::StrCat("data:", media_type, ";base64,");
  return body.Media(prefix, std::move(*image.mutable_data()));
}

absl::StatusOr<JsonBody::Value> EncodePart(JsonBody& body, absl::string_view path,
                                           v1::ChatPart& part) {
  if (!part.thought_signature().empty()) {
    return InvalidField(absl::StrCat(path, ".thought_signature"),
                        "is not supported by this provider");
  }
  JsonBody::Value value(rapidjson::kObjectType);
  if (part.has_text()) {
    value.AddMember("type", "text", body.allocator());
    value.AddMember("text", body.Text(part.text()), body.allocator());
    return value;
  }
  if (!part.has_image()) return InvalidField(path, "must hold text or an image");
  absl::StatusOr<JsonBody::Value> url =
      ImageUrl(body, absl::StrCat(path, ".image"), *part.mutable_image());
  if (!url.ok()) return url.status();
  JsonBody::Value image_url(rapidjson::kObjectType);
  image_url.AddMember("url", *url, body.allocator());
  value.AddMember("type", "image_url", body.allocator());
  value.AddMember("image_url", image_url, body.allocator());
  return value;
}

// A single text is sent as a plain string, which every relay understands.
absl::StatusOr<JsonBody::Value> EncodeContent(JsonBody& body, absl::string_view path,
                                              v1::ChatMessage& message) {
  if (message.parts_size() == 1 && message.parts(0).has_text() &&
      message.parts(0).thought_signature().empty()) {
    return body.Text(message.parts(0).text());
  }
  JsonBody::Value content(rapidjson::kArrayType);
  for (int i = 0; i < message.parts_size(); ++i) {
    absl::StatusOr<JsonBody::Value> part =
        EncodePart(body, absl::StrCat(path, ".parts[", i, "]"), *message.mutable_parts(i));
    if (!part.ok()) return part.status();
    content.PushBack(*std::move(part), body.allocator());
  }
  return content;
}

v1::FinishReason FinishReasonOf(absl::string_view raw) {
  if (raw.empty()) return v1::FINISH_REASON_UNSPECIFIED;
  if (absl::EqualsIgnoreCase(raw, "stop")) return v1::FINISH_REASON_STOP;
  if (absl::EqualsIgnoreCase(raw, "length") || absl::EqualsIgnoreCase(raw, "max_tokens")) {
    return v1::FINISH_REASON_MAX_TOKENS;
  }
  if (absl::EqualsIgnoreCase(raw, "content_filter")) return v1::FINISH_REASON_FILTERED;
  return v1::FINISH_REASON_OTHER;
}

void AddText(ChatAnswer& answer, absl::string_view text) {
  if (text.empty()) return;
  ChatAnswerPart part;
  part.text = std::string(text);
  answer.parts.push_back(std::move(part));
}

// A part may hold a picture, a text (often an empty one beside the picture), or both. Either
// spelling counts; a picture that stands in both is one picture.
void ReadMultiModPart(JsonView part, ChatAnswer& answer) {
  for (absl::string_view spelling : {"inlineData", "inline_data"}) {
    const JsonView inline_data = part.Get(spelling);
    const std::optional<int64_t> item = inline_data.Get("data").Integer();
    if (!item.has_value()) continue;
    ChatAnswerPart picture;
    picture.media_item = static_cast<int>(*item);
    picture.said_media_type = std::string(inline_data.Get({"mimeType", "mime_type"}).Text());
    answer.parts.push_back(std::move(picture));
    break;
  }
  AddText(answer, part.Get("text").Text());
}

std::optional<v1::Usage> ReadUsage(JsonView usage) {
  if (!usage.IsObject()) return std::nullopt;
  v1::Usage read;
  read.set_input_tokens(usage.Get("prompt_tokens").Integer().value_or(0));
  read.set_output_tokens(usage.Get("completion_tokens").Integer().value_or(0));
  read.set_total_tokens(usage.Get("total_tokens").Integer().value_or(0));
  const JsonView input = usage.Get("prompt_tokens_details");
  const JsonView output = usage.Get("completion_tokens_details");
  read.set_input_image_tokens(input.Get("image_tokens").Integer().value_or(0));
  read.set_output_image_tokens(output.Get("image_tokens").Integer().value_or(0));
  read.set_thinking_tokens(output.Get("reasoning_tokens").Integer().value_or(0));
  return read;
}

}  // namespace

absl::Status EncodeChatMessages(v1::ChatSpec& spec, JsonBody& body) {
  JsonBody::Value messages(rapidjson::kArrayType);
  for (int i = 0; i < spec.messages_size(); ++i) {
    v1::ChatMessage& message = *spec.mutable_messages(i);
    absl::StatusOr<JsonBody::Value> content =
        EncodeContent(body, absl::StrCat("spec.messages[", i, "]"), message);
    if (!content.ok()) return content.status();
    JsonBody::Value value(rapidjson::kObjectType);
    value.AddMember("role", body.Text(RoleName(message.role())), body.allocator());
    value.AddMember("content", *content, body.allocator());
    messages.PushBack(value, body.allocator());
  }
  body.Set("messages", std::move(messages));
  if (spec.modalities().empty()) return absl::OkStatus();
  JsonBody::Value modalities(rapidjson::kArrayType);
  for (const std::string& modality : spec.modalities()) {
    modalities.PushBack(body.Text(absl::AsciiStrToLower(modality)), body.allocator());
  }
  body.Set("modalities", std::move(modalities));
  return absl::OkStatus();
}

ChatAnswer ReadChatAnswer(JsonView envelope) {
  ChatAnswer answer;
  answer.usage = ReadUsage(envelope.Get("usage"));
  const JsonView choices = envelope.Get("choices");
  JsonView choice;  // The first that is there.
  for (size_t i = 0; i < choices.size() && !choice.exists(); ++i) choice = choices.at(i);
  if (!choice.exists()) return answer;
  answer.has_choice = true;
  answer.finish_reason_raw = std::string(choice.Get("finish_reason").Text());
  answer.finish_reason = FinishReasonOf(answer.finish_reason_raw);
  const JsonView message = choice.Get("message");
  const JsonView parts = message.Get("multi_mod_content");
  bool has_text = false;
  for (size_t i = 0; i < parts.size(); ++i) has_text |= !parts.at(i).Get("text").Text().empty();
  // `content` usually repeats the text parts; where there are none it is the text, and comes first.
  if (!has_text) AddText(answer, message.Get("content").Text());
  for (size_t i = 0; i < parts.size(); ++i) ReadMultiModPart(parts.at(i), answer);
  return answer;
}

}  // namespace mediagen
