#include "server/upstream/message_fields.h"

#include <google/protobuf/descriptor.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace mediagen {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::vector<const FieldDescriptor*> SetFields(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields;
}

bool IsMessage(const FieldDescriptor* field) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

// Empties the lists of `base` that `overlay` replaces.
void ClearReplacedLists(const Message& overlay, Message& base) {
  const Reflection& reflection = *base.GetReflection();
  for (const FieldDescriptor* field : SetFields(overlay)) {
    if (field->is_map()) continue;
    if (field->is_repeated()) {
      reflection.ClearField(&base, field);
    } else if (IsMessage(field) && reflection.HasField(base, field)) {
      ClearReplacedLists(reflection.GetMessage(overlay, field),
                         *reflection.MutableMessage(&base, field));
    }
  }
}

// `a.b.c` as `a` and `b.c`.
std::pair<std::string, absl::string_view> FirstStep(absl::string_view path) {
  const size_t dot = path.find('.');
  if (dot == absl::string_view::npos) return {std::string(path), ""};
  return {std::string(path.substr(0, dot)), path.substr(dot + 1)};
}

bool IsNegative(const Message& message, const FieldDescriptor* field, int index) {
  const Reflection& reflection = *message.GetReflection();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
    return (field->is_repeated() ? reflection.GetRepeatedInt32(message, field, index)
                                 : reflection.GetInt32(message, field)) < 0;
  }
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
    return (field->is_repeated() ? reflection.GetRepeatedInt64(message, field, index)
                                 : reflection.GetInt64(message, field)) < 0;
  }
  return false;
}

}  // namespace

void Overlay(const Message& overlay, Message& base) {
  ClearReplacedLists(overlay, base);
  base.MergeFrom(overlay);
}

bool HasPath(const Descriptor& type, absl::string_view path) {
  const auto [name, rest] = FirstStep(path);
  const FieldDescriptor* field = type.FindFieldByName(name);
  if (field == nullptr || rest.empty()) return field != nullptr;
  return IsMessage(field) && !field->is_repeated() && HasPath(*field->message_type(), rest);
}

bool IsSet(const Message& message, absl::string_view path) {
  const auto [name, rest] = FirstStep(path);
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr) return false;
  const Reflection& reflection = *message.GetReflection();
  if (field->is_repeated()) return rest.empty() && reflection.FieldSize(message, field) > 0;
  if (!reflection.HasField(message, field) || rest.empty())
    return rest.empty() && reflection.HasField(message, field);
  return IsMessage(field) && IsSet(reflection.GetMessage(message, field), rest);
}

std::string NegativeNumber(const Message& message) {
  const Reflection& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : SetFields(message)) {
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      if (IsNegative(message, field, i)) return field->name();
      if (!IsMessage(field)) continue;
      const std::string below =
          NegativeNumber(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                              : reflection.GetMessage(message, field));
      if (!below.empty()) return absl::StrCat(field->name(), ".", below);
    }
  }
  return "";
}

}  // namespace mediagen
