#include "server/upstream/json_view.h"

#include <cmath>

#include "server/upstream/utf8.h"

namespace mediagen {
namespace {

// RapidJSON destroys values recursively, so depth is bounded before it sees the text.
constexpr int kMaxDepth = 100;

bool DepthIsBounded(absl::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxDepth) return false;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return true;
}

}  // namespace

bool ParseJson(absl::string_view text, rapidjson::Document& document) {
  if (!DepthIsBounded(text)) return false;
  std::string mended;
  if (!IsUtf8(text)) text = mended = MendedUtf8(text);
  document.Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
  return !document.HasParseError();
}

bool JsonView::IsEmpty() const {
  if (!exists()) return true;
  if (value_->IsObject()) return value_->ObjectEmpty();
  if (value_->IsArray()) return value_->Empty();
  return value_->IsString() && value_->GetStringLength() == 0;
}

JsonView JsonView::Get(std::initializer_list<absl::string_view> names) const {
  JsonView second_best;
  if (!IsObject()) return second_best;
  for (absl::string_view name : names) {
    const rapidjson::Value key(rapidjson::StringRef(name.data(), name.size()));
    auto found = value_->FindMember(key);
    if (found == value_->MemberEnd()) continue;
    JsonView view(&found->value);
    if (!view.IsEmpty()) return view;
    if (!second_best.exists()) second_best = view;
  }
  return second_best;
}

JsonView JsonView::at(size_t index) const {
  if (index >= size()) return JsonView();
  return JsonView(&(*value_)[static_cast<rapidjson::SizeType>(index)]);
}

absl::string_view JsonView::Text() const {
  if (!exists() || !value_->IsString()) return "";
  return absl::string_view(value_->GetString(), value_->GetStringLength());
}

std::optional<double> JsonView::Number() const {
  if (!exists() || !value_->IsNumber()) return std::nullopt;
  return value_->GetDouble();
}

std::optional<int64_t> JsonView::Integer() const {
  if (!exists() || !value_->IsNumber()) return std::nullopt;
  if (value_->IsInt64()) return value_->GetInt64();
  const double number = value_->GetDouble();
  if (std::trunc(number) != number || std::fabs(number) > 9e15) return std::nullopt;
  return static_cast<int64_t>(number);
}

}  // namespace mediagen
