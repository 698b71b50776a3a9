#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "server/upstream/chat_encoder.h"
#include "server/upstream/error_details.h"
#include "server/upstream/media_encoder.h"

namespace mediagen {
namespace {

using Value = JsonBody::Value;

// {inlineData} for bytes, {fileData} for links.
absl::Status AddImage(JsonBody& body, absl::string_view path, v1::Media& image, bool reads_buckets,
                      Value& part) {
  const bool is_link = image.has_uri() || image.has_gcs_uri();
  if (image.has_gcs_uri() && !reads_buckets) {
    return InvalidField(absl::StrCat(path, ".gcs_uri"), "this provider reads no buckets");
  }
  if (!is_link && !image.has_data()) return InvalidField(path, "must hold data or a link");
  Value holder(rapidjson::kObjectType);
  Value type = body.Text(MediaTypeToSend(image));
  if (type.GetStringLength() > 0) holder.AddMember("mimeType", type, body.allocator());
  if (is_link) {
    const std::string& link = image.has_uri() ? image.uri() : image.gcs_uri();
    holder.AddMember("fileUri", body.Text(link), body.allocator());
    part.AddMember("fileData", holder, body.allocator());
  } else {
    holder.AddMember("data", body.Media("", std::move(*image.mutable_data())), body.allocator());
    part.AddMember("inlineData", holder, body.allocator());
  }
  return absl::OkStatus();
}

absl::StatusOr<Value> EncodePart(JsonBody& body, absl::string_view path, v1::ChatPart& part,
                                 bool reads_buckets) {
  Value value(rapidjson::kObjectType);
  if (part.has_text()) {
    value.AddMember("text", body.Text(part.text()), body.allocator());
  } else if (part.has_image()) {
    absl::Status added =
        AddImage(body, absl::StrCat(path, ".image"), *part.mutable_image(), reads_buckets, value);
    if (!added.ok()) return added;
  } else if (part.thought_signature().empty()) {
    return InvalidField(path, "must hold text or an image");
  }
  if (!part.thought_signature().empty()) {
    value.AddMember("thoughtSignature", body.Text(part.thought_signature()), body.allocator());
  }
  return value;
}

Value Content(JsonBody& body, absl::string_view role, Value parts) {
  Value content(rapidjson::kObjectType);
  content.AddMember("role", body.Text(role), body.allocator());
  content.AddMember("parts", parts, body.allocator());
  return content;
}

void AddText(JsonBody& body, absl::string_view text, Value& parts) {
  Value part(rapidjson::kObjectType);
  part.AddMember("text", body.Text(text), body.allocator());
  parts.PushBack(part, body.allocator());
}

}  // namespace

absl::Status EncodeContents(v1::ChatSpec& spec, bool reads_buckets, JsonBody& body) {
  Value contents(rapidjson::kArrayType);
  // Instructions have a place of their own here, wherever the caller says them.
  Value instructions(rapidjson::kArrayType);
  if (!spec.system_instruction().empty()) AddText(body, spec.system_instruction(), instructions);
  for (int i = 0; i < spec.messages_size(); ++i) {
    v1::ChatMessage& message = *spec.mutable_messages(i);
    Value parts(rapidjson::kArrayType);
    for (int j = 0; j < message.parts_size(); ++j) {
      absl::StatusOr<Value> part =
          EncodePart(body, absl::StrCat("spec.messages[", i, "].parts[", j, "]"),
                     *message.mutable_parts(j), reads_buckets);
      if (!part.ok()) return part.status();
      const bool instructs = message.role() == v1::CHAT_ROLE_SYSTEM;
      (instructs ? instructions : parts).PushBack(*std::move(part), body.allocator());
    }
    if (message.role() == v1::CHAT_ROLE_SYSTEM) continue;
    const absl::string_view role = message.role() == v1::CHAT_ROLE_MODEL ? "model" : "user";
    contents.PushBack(Content(body, role, std::move(parts)), body.allocator());
  }
  body.Set("contents", std::move(contents));
  if (!instructions.Empty()) {
    body.Set("systemInstruction", Content(body, "user", std::move(instructions)));
  }
  return absl::OkStatus();
}

}  // namespace mediagen
