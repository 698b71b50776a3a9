#include "sandbox/json_input.h"

#include <cmath>

#include "absl/strings/ascii.h"

namespace mediagen::sandbox {
namespace {

constexpr int kMostLevels = 64;

// RapidJSON's document is destroyed by recursion, so deep input must not become one.
bool IsTooDeep(const std::string& text) {
  int level = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++level > kMostLevels) return true;
    } else if (c == '}' || c == ']') {
      --level;
    }
  }
  return false;
}

std::string SnakeCase(const char* camel_case) {
  std::string snake;
  for (const char* c = camel_case; *c != '\0'; ++c) {
    if (absl::ascii_isupper(*c)) snake.push_back('_');
    snake.push_back(absl::ascii_tolower(*c));
  }
  return snake;
}

bool IsEmpty(const rapidjson::Value& value) {
  return value.IsNull() || (value.IsString() && value.GetStringLength() == 0) ||
         (value.IsObject() && value.ObjectEmpty()) || (value.IsArray() && value.Empty());
}

}  // namespace

bool ParseObject(const std::string& text, rapidjson::Document& document) {
  if (IsTooDeep(text)) return false;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
  return !document.HasParseError() && document.IsObject();
}

const rapidjson::Value* Member(const rapidjson::Value* object, const char* camel_case) {
  if (object == nullptr || !object->IsObject()) return nullptr;
  auto camel = object->FindMember(camel_case);
  const bool has_camel = camel != object->MemberEnd();
  if (has_camel && !IsEmpty(camel->value)) return &camel->value;
  auto snake = object->FindMember(SnakeCase(camel_case));
  const bool has_snake = snake != object->MemberEnd();
  if (has_snake && !IsEmpty(snake->value)) return &snake->value;
  if (has_camel && !camel->value.IsNull()) return &camel->value;
  if (has_snake && !snake->value.IsNull()) return &snake->value;
  return nullptr;
}

const rapidjson::Value* FirstEntry(const rapidjson::Value* list) {
  if (list == nullptr || !list->IsArray()) return nullptr;
  for (const rapidjson::Value& entry : list->GetArray()) {
    if (!entry.IsNull()) return &entry;
  }
  return nullptr;
}

std::string_view Text(const rapidjson::Value* value) {
  if (value == nullptr || !value->IsString()) return {};
  return {value->GetString(), value->GetStringLength()};
}

std::optional<int64_t> WholeNumber(const rapidjson::Value* value) {
  if (value == nullptr) return std::nullopt;
  if (value->IsInt64()) return value->GetInt64();
  if (!value->IsDouble()) return std::nullopt;
  const double number = value->GetDouble();
  if (std::abs(number) > 1e15 || number != std::floor(number)) return std::nullopt;
  return static_cast<int64_t>(number);
}

bool IsTrue(const rapidjson::Value* value) {
  return value != nullptr && value->IsBool() && value->GetBool();
}

}  // namespace mediagen::sandbox
