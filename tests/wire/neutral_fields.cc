#include "tests/wire/neutral_fields.h"

#include <limits>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "mediagen/v1/media.pb.h"
#include "server/upstream/error_details.h"
#include "server/upstream/json_view.h"

namespace mediagen::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using rapidjson::Value;

absl::Status DoesNotFit(const std::string& path) {
  return InvalidField(path, "has a value of another kind");
}

std::string TextOf(const Value& value) {
  return std::string(value.GetString(), value.GetStringLength());
}

// {bytes_base64 | gcs_uri | uri, mime_type}
absl::Status FillMedia(const Value& wish, const std::string& path, v1::Media& media) {
  for (const auto& member : wish.GetObject()) {
    if (member.value.IsNull()) continue;
    const std::string name = TextOf(member.name);
    if (!member.value.IsString()) return DoesNotFit(absl::StrCat(path, ".", name));
    const std::string text = TextOf(member.value);
    if (name == "bytes_base64") {
      if (!absl::Base64Unescape(text, media.mutable_data())) {
        return DoesNotFit(absl::StrCat(path, ".", name));
      }
    } else if (name == "gcs_uri") {
      media.set_gcs_uri(text);
    } else if (name == "uri") {
      media.set_uri(text);
    } else if (name == "mime_type") {
      media.set_mime_type(text);
    } else {
      return InvalidField(absl::StrCat(path, ".", name), "is not known");
    }
  }
  return absl::OkStatus();
}

absl::Status FillMessage(const Value& wish, const std::string& path, Message& message) {
  if (!wish.IsObject()) return DoesNotFit(path);
  if (message.GetDescriptor() == v1::Media::descriptor()) {
    return FillMedia(wish, path, static_cast<v1::Media&>(message));
  }
  return FillFields(wish, path + ".", message);
}

absl::Status FillMap(const Value& wish, const std::string& path, const FieldDescriptor& field,
                     Message& message) {
  if (!wish.IsObject()) return DoesNotFit(path);
  for (const auto& member : wish.GetObject()) {
    if (!member.value.IsString()) return DoesNotFit(absl::StrCat(path, ".", TextOf(member.name)));
    Message& entry = *message.GetReflection()->AddMessage(&message, &field);
    const Reflection& pair = *entry.GetReflection();
    pair.SetString(&entry, entry.GetDescriptor()->map_key(), TextOf(member.name));
    pair.SetString(&entry, entry.GetDescriptor()->map_value(), TextOf(member.value));
  }
  return absl::OkStatus();
}

absl::Status FillList(const Value& wish, const std::string& path, const FieldDescriptor& field,
                      Message& message) {
  if (!wish.IsArray()) return DoesNotFit(path);
  const Reflection& reflection = *message.GetReflection();
  for (rapidjson::SizeType i = 0; i < wish.Size(); ++i) {
    const std::string place = absl::StrCat(path, "[", i, "]");
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      absl::Status filled = FillMessage(wish[i], place, *reflection.AddMessage(&message, &field));
      if (!filled.ok()) return filled;
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING && wish[i].IsString()) {
      reflection.AddString(&message, &field, TextOf(wish[i]));
    } else {
      return DoesNotFit(place);
    }
  }
  return absl::OkStatus();
}

// False when the value does not fit.
bool SetWholeNumber(const Value& wish, const FieldDescriptor& field, Message& message) {
  const std::optional<int64_t> number = JsonView(&wish).Integer();
  if (!number.has_value()) return false;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
    message.GetReflection()->SetInt64(&message, &field, *number);
    return true;
  }
  if (*number < std::numeric_limits<int32_t>::min() ||
      *number > std::numeric_limits<int32_t>::max()) {
    return false;
  }
  message.GetReflection()->SetInt32(&message, &field, static_cast<int32_t>(*number));
  return true;
}

bool SetScalar(const Value& wish, const FieldDescriptor& field, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (wish.IsString()) reflection.SetString(&message, &field, TextOf(wish));
      return wish.IsString();
    case FieldDescriptor::CPPTYPE_BOOL:
      if (wish.IsBool()) reflection.SetBool(&message, &field, wish.GetBool());
      return wish.IsBool();
    case FieldDescriptor::CPPTYPE_DOUBLE:
      if (wish.IsNumber()) reflection.SetDouble(&message, &field, wish.GetDouble());
      return wish.IsNumber();
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
      return SetWholeNumber(wish, field, message);
    default:
      return false;
  }
}

}  // namespace

absl::Status FillFields(const Value& wish, const std::string& path, Message& message) {
  for (const auto& member : wish.GetObject()) {
    if (member.value.IsNull()) continue;
    const std::string name = TextOf(member.name);
    const std::string place = path + name;
    const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
    if (field == nullptr) return InvalidField(place, "is not known");
    absl::Status filled;
    if (field->is_map()) {
      filled = FillMap(member.value, place, *field, message);
    } else if (field->is_repeated()) {
      filled = FillList(member.value, place, *field, message);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      filled = FillMessage(member.value, place,
                           *message.GetReflection()->MutableMessage(&message, field));
    } else if (!SetScalar(member.value, *field, message)) {
      filled = DoesNotFit(place);
    }
    if (!filled.ok()) return filled;
  }
  return absl::OkStatus();
}

}  // namespace mediagen::testing
