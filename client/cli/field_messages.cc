#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/cli/field_values.h"
#include "client/cli/input.h"
#include "client/cli/request_fields.h"
#include "client/cli/usage_error.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "mediagen/v1/video_service.pb.h"

namespace mediagen::client {
namespace {

using google::protobuf::DynamicCastToGenerated;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status SetMedia(absl::string_view flag, const std::string& name, v1::Media& media) {
  auto read = ReadMedia(flag, name);
  if (!read.ok()) return read.status();
  media = *std::move(read);
  return absl::OkStatus();
}

absl::Status SetReference(absl::string_view flag, const std::string& text,
                          v1::ReferenceImage& reference) {
  reference.set_reference_type("asset");
  const size_t colon = text.rfind(':');
  std::string name = text;
  if (colon != std::string::npos) {
    const std::string type = absl::AsciiStrToLower(text.substr(colon + 1));
    // Colons are found in links and file names, too.
    if (type == "asset" || type == "style") {
      reference.set_reference_type(type);
      name = text.substr(0, colon);
    }
  }
  return SetMedia(flag, name, *reference.mutable_image());
}

// The two sides of the first `=`.
absl::StatusOr<std::pair<std::string, std::string>> SplitPair(absl::string_view flag,
                                                              const std::string& text,
                                                              absl::string_view form) {
  if (absl::Status status = CheckUtf8(flag, text); !status.ok()) return status;
  const size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    return UsageError(absl::StrCat(flag, ": '", text, "' is not ", form));
  }
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

absl::Status SetSafety(absl::string_view flag, const std::string& text,
                       v1::SafetySetting& setting) {
  auto pair = SplitPair(flag, text, "CATEGORY=THRESHOLD");
  if (!pair.ok()) return pair.status();
  setting.set_category(std::move(pair->first));
  setting.set_threshold(std::move(pair->second));
  return absl::OkStatus();
}

absl::Status AddMapEntry(Message& message, const FieldDescriptor& field, absl::string_view flag,
                         const std::string& text) {
  auto pair = SplitPair(flag, text, "KEY=VALUE");
  if (!pair.ok()) return pair.status();
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const FieldDescriptor* key = field.message_type()->map_key();
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    const Message& entry = reflection.GetRepeatedMessage(message, &field, i);
    if (entry.GetReflection()->GetString(entry, key) == pair->first) {
      return UsageError(absl::StrCat(flag, ": '", pair->first, "' is given twice"));
    }
  }
  Message* entry = reflection.AddMessage(&message, &field);
  entry->GetReflection()->SetString(entry, key, std::move(pair->first));
  entry->GetReflection()->SetString(entry, field.message_type()->map_value(),
                                    std::move(pair->second));
  return absl::OkStatus();
}

}  // namespace

absl::Status SetMessage(Message& message, const FieldDescriptor& field, absl::string_view flag,
                        const std::string& text) {
  if (field.is_map()) return AddMapEntry(message, field, flag, text);
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  Message* value = field.is_repeated() ? reflection.AddMessage(&message, &field)
                                       : reflection.MutableMessage(&message, &field);
  if (auto* media = DynamicCastToGenerated<v1::Media>(value)) return SetMedia(flag, text, *media);
  if (auto* reference = DynamicCastToGenerated<v1::ReferenceImage>(value)) {
    return SetReference(flag, text, *reference);
  }
  if (auto* setting = DynamicCastToGenerated<v1::SafetySetting>(value)) {
    return SetSafety(flag, text, *setting);
  }
  return absl::InternalError(absl::StrCat(flag, ": no text form for ", field.full_name()));
}

}  // namespace mediagen::client
