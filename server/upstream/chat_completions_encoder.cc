#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/chat_encoder.h"
#include "server/upstream/error_details.h"
#include "server/upstream/media_encoder.h"

namespace mediagen {
namespace {

using Value = JsonBody::Value;

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

absl::StatusOr<Value> ImageUrl(JsonBody& body, absl::string_view path, v1::Media& image) {
  if (image.has_uri()) return body.Text(image.uri());
  if (!image.has_data()) {
    return InvalidField(absl::StrCat(path, image.has_gcs_uri() ? ".gcs_uri" : ""),
                        "this provider takes bytes or a web link here");
  }
  const std::string prefix = absl::StrCat("data:", MediaTypeToSend(image), ";base64,");
  return body.Media(prefix, std::move(*image.mutable_data()));
}

absl::StatusOr<Value> EncodePart(JsonBody& body, absl::string_view path, v1::ChatPart& part) {
  if (!part.thought_signature().empty()) {
    return InvalidField(absl::StrCat(path, ".thought_signature"),
                        "is not supported by this provider");
  }
  Value value(rapidjson::kObjectType);
  if (part.has_text()) {
    value.AddMember("type", "text", body.allocator());
    value.AddMember("text", body.Text(part.text()), body.allocator());
    return value;
  }
  if (!part.has_image()) return InvalidField(path, "must hold text or an image");
  absl::StatusOr<Value> url = ImageUrl(body, absl::StrCat(path, ".image"), *part.mutable_image());
  if (!url.ok()) return url.status();
  Value image_url(rapidjson::kObjectType);
  image_url.AddMember("url", *url, body.allocator());
  value.AddMember("type", "image_url", body.allocator());
  value.AddMember("image_url", image_url, body.allocator());
  return value;
}

absl::StatusOr<Value> EncodeContent(JsonBody& body, absl::string_view path,
                                    v1::ChatMessage& message, bool always_array) {
  if (!always_array && message.parts_size() == 1 && message.parts(0).has_text() &&
      message.parts(0).thought_signature().empty()) {
    return body.Text(message.parts(0).text());
  }
  Value content(rapidjson::kArrayType);
  for (int i = 0; i < message.parts_size(); ++i) {
    absl::StatusOr<Value> part =
        EncodePart(body, absl::StrCat(path, ".parts[", i, "]"), *message.mutable_parts(i));
    if (!part.ok()) return part.status();
    content.PushBack(*std::move(part), body.allocator());
  }
  return content;
}

Value Message(JsonBody& body, absl::string_view role, Value content) {
  Value value(rapidjson::kObjectType);
  value.AddMember("role", body.Text(role), body.allocator());
  value.AddMember("content", content, body.allocator());
  return value;
}

}  // namespace

absl::Status EncodeChatMessages(v1::ChatSpec& spec, bool always_array, JsonBody& body) {
  Value messages(rapidjson::kArrayType);
  if (!spec.system_instruction().empty()) {
    Value text = body.Text(spec.system_instruction());
    messages.PushBack(Message(body, "system", std::move(text)), body.allocator());
  }
  for (int i = 0; i < spec.messages_size(); ++i) {
    v1::ChatMessage& message = *spec.mutable_messages(i);
    absl::StatusOr<Value> content =
        EncodeContent(body, absl::StrCat("spec.messages[", i, "]"), message, always_array);
    if (!content.ok()) return content.status();
    messages.PushBack(Message(body, RoleName(message.role()), *std::move(content)),
                      body.allocator());
  }
  body.Set("messages", std::move(messages));
  return absl::OkStatus();
}

}  // namespace mediagen
