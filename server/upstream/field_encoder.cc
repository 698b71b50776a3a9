#include "server/upstream/field_encoder.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "mediagen/v1/chat_image_service.pb.h"
#include "server/upstream/error_details.h"
#include "server/upstream/media_encoder.h"

namespace mediagen {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Value = JsonBody::Value;

// One field of a message that is being encoded.
class Field {
 public:
  Field(Message& message, const FieldDescriptor& descriptor, std::string path)
      : message(message), descriptor(descriptor), path(std::move(path)) {}

  Message& message;
  const FieldDescriptor& descriptor;
  const std::string path;  // From the request on.

  const Reflection& reflection() const { return *message.GetReflection(); }
  template <typename Part>
  Part& Single() const {
    return static_cast<Part&>(*reflection().MutableMessage(&message, &descriptor));
  }
  std::string Single() const { return reflection().GetString(message, &descriptor); }
  int Number() const { return reflection().GetInt32(message, &descriptor); }
  int size() const { return reflection().FieldSize(message, &descriptor); }
  std::string Text(int index) const {
    return reflection().GetRepeatedString(message, &descriptor, index);
  }
  template <typename Part>
  Part& Element(int index) const {
    return static_cast<Part&>(*reflection().MutableRepeatedMessage(&message, &descriptor, index));
  }
};

absl::Status NoEncoding(const Field& field) {
  return absl::InternalError(absl::StrCat("the table has no encoding for ", field.path));
}

absl::StatusOr<Value> EncodeScalar(JsonBody& body, const Field& field) {
  const Reflection& reflection = field.reflection();
  switch (field.descriptor.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return body.Text(reflection.GetString(field.message, &field.descriptor));
    case FieldDescriptor::CPPTYPE_INT32:
      return Value(reflection.GetInt32(field.message, &field.descriptor));
    case FieldDescriptor::CPPTYPE_INT64:
      return Value(reflection.GetInt64(field.message, &field.descriptor));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return body.Number(reflection.GetDouble(field.message, &field.descriptor));
    case FieldDescriptor::CPPTYPE_BOOL:
      return Value(reflection.GetBool(field.message, &field.descriptor));
    default:
      return NoEncoding(field);
  }
}

// A map of texts. In order of keys, so that the same request always has the same bytes.
Value EncodeMap(JsonBody& body, const Field& field) {
  std::map<std::string, std::string> entries;
  for (int i = 0; i < field.size(); ++i) {
    const Message& entry = field.Element<Message>(i);
    const Reflection& pair = *entry.GetReflection();
    entries[pair.GetString(entry, entry.GetDescriptor()->map_key())] =
        pair.GetString(entry, entry.GetDescriptor()->map_value());
  }
  Value object(rapidjson::kObjectType);
  for (const auto& [key, value] : entries) {
    object.AddMember(body.Text(key), body.Text(value), body.allocator());
  }
  return object;
}

template <typename ToText>
Value EncodeTexts(JsonBody& body, const Field& field, ToText to_text) {
  Value list(rapidjson::kArrayType);
  for (int i = 0; i < field.size(); ++i) {
    list.PushBack(body.Text(to_text(field.Text(i))), body.allocator());
  }
  return list;
}

absl::StatusOr<Value> EncodeReferenceImages(JsonBody& body, const Field& field,
                                            bool reads_buckets) {
  Value list(rapidjson::kArrayType);
  for (int i = 0; i < field.size(); ++i) {
    absl::StatusOr<Value> reference =
        EncodeReferenceImage(body, absl::StrCat(field.path, "[", i, "]"),
                             field.Element<v1::ReferenceImage>(i), reads_buckets);
    if (!reference.ok()) return reference;
    list.PushBack(*std::move(reference), body.allocator());
  }
  return list;
}

Value EncodeSafetySettings(JsonBody& body, const Field& field) {
  Value list(rapidjson::kArrayType);
  for (int i = 0; i < field.size(); ++i) {
    const auto& setting = field.Element<v1::SafetySetting>(i);
    Value entry(rapidjson::kObjectType);
    entry.AddMember("category", body.Text(setting.category()), body.allocator());
    entry.AddMember("threshold", body.Text(setting.threshold()), body.allocator());
    list.PushBack(entry, body.allocator());
  }
  return list;
}

absl::StatusOr<Value> EncodeValue(JsonBody& body, const Field& field) {
  if (field.descriptor.is_map()) return EncodeMap(body, field);
  if (!field.descriptor.is_repeated()) return EncodeScalar(body, field);
  if (field.descriptor.cpp_type() != FieldDescriptor::CPPTYPE_STRING) return NoEncoding(field);
  return EncodeTexts(body, field, [](const std::string& text) { return text; });
}

absl::StatusOr<Value> EncodeField(JsonBody& body, const Field& field, Encoding encoding,
                                  bool reads_buckets) {
  switch (encoding) {
    case Encoding::kValue:
      return EncodeValue(body, field);
    case Encoding::kUpperWords:
      return EncodeTexts(body, field,
                         [](const std::string& s) { return absl::AsciiStrToUpper(s); });
    case Encoding::kLowerWords:
      return EncodeTexts(body, field,
                         [](const std::string& s) { return absl::AsciiStrToLower(s); });
    case Encoding::kLowerWord:
      return body.Text(absl::AsciiStrToLower(field.Single()));
    case Encoding::kSeconds:
      return body.Text(absl::StrCat(field.Number(), "s"));
    case Encoding::kMedia:
      return EncodeMedia(body, field.path, field.Single<v1::Media>(), reads_buckets);
    case Encoding::kEncodedVideo:
      return EncodeVideo(body, field.path, field.Single<v1::Media>());
    case Encoding::kReferenceImages:
      return EncodeReferenceImages(body, field, reads_buckets);
    case Encoding::kMask:
      return EncodeMask(body, field.path, field.Single<v1::VideoMask>(), reads_buckets);
    case Encoding::kSafetySettings:
      return EncodeSafetySettings(body, field);
  }
  return NoEncoding(field);
}

// A message that is nothing but a group of parameters: they have lines of their own.
bool IsGroup(const FieldDescriptor& field) {
  return field.message_type() == v1::ChatImageConfig::descriptor() && !field.is_repeated();
}

class FieldEncoder {
 public:
  FieldEncoder(absl::Span<const ParameterLine> lines, absl::Span<const absl::string_view> by_hand,
               bool reads_buckets, JsonBody& body)
      : lines_(lines), by_hand_(by_hand), reads_buckets_(reads_buckets), body_(body) {}

  // `group` stands before the names of the message's fields: empty, or `name.`.
  absl::Status Encode(Message& message, const std::string& group) {
    std::vector<const FieldDescriptor*> set_fields;
    message.GetReflection()->ListFields(message, &set_fields);
    for (const FieldDescriptor* descriptor : set_fields) {
      const std::string name = group + descriptor->name();
      if (std::find(by_hand_.begin(), by_hand_.end(), name) != by_hand_.end()) continue;
      const Field field(message, *descriptor, absl::StrCat("spec.", name));
      if (absl::Status encoded = EncodeOne(field, name); !encoded.ok()) return encoded;
    }
    return absl::OkStatus();
  }

 private:
  absl::Status EncodeOne(const Field& field, const std::string& name) {
    if (IsGroup(field.descriptor)) return Encode(field.Single<Message>(), name + ".");
    const auto line = std::find_if(lines_.begin(), lines_.end(),
                                   [&](const ParameterLine& one) { return one.field == name; });
    if (line == lines_.end()) return InvalidField(field.path, "is not supported by this provider");
    absl::StatusOr<Value> value = EncodeField(body_, field, line->encoding, reads_buckets_);
    if (!value.ok()) return value.status();
    body_.Set(line->json_path, *std::move(value));
    return absl::OkStatus();
  }

  const absl::Span<const ParameterLine> lines_;
  const absl::Span<const absl::string_view> by_hand_;
  const bool reads_buckets_;
  JsonBody& body_;
};

}  // namespace

absl::Status EncodeFields(Message& spec, absl::Span<const ParameterLine> lines,
                          absl::Span<const absl::string_view> by_hand, bool reads_buckets,
                          JsonBody& body) {
  return FieldEncoder(lines, by_hand, reads_buckets, body).Encode(spec, "");
}

}  // namespace mediagen
