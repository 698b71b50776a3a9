#include "server/codec/open_types.h"

#include <utility>

namespace mediagen {
namespace {

// No name that anybody asks for is longer.
constexpr size_t kMaxKeptBytes = 64;

}  // namespace

void OpenTypes::Feed(absl::string_view text) {
  for (const char c : text) {
    if (in_string_) {
      TakeInside(c);
    } else {
      TakeOutside(c);
    }
  }
}

void OpenTypes::TakeInside(char c) {
  if (c == '"' && !is_escaped_) return EndString();
  is_escaped_ = c == '\\' && !is_escaped_;
  if (c == '\\') has_escape_ = true;
  if (string_.size() <= kMaxKeptBytes) string_.push_back(c);
}

void OpenTypes::TakeOutside(char c) {
  switch (c) {
    case '"':
      in_string_ = true;
      has_escape_ = false;
      string_.clear();
      break;
    case '{':
    case '[':
      Open(c);
      break;
    case '}':
    case ']':
      Close();
      break;
    case ',':
      expects_name_ = !is_object_.empty() && is_object_.back();
      break;
    default:
      break;
  }
}

void OpenTypes::Open(char c) {
  // What stands in a list goes by the list's name.
  const bool in_object = is_object_.empty() || is_object_.back();
  std::string name = in_object ? name_ : list_names_.back();
  is_object_.push_back(c == '{');
  expects_name_ = c == '{';
  if (c == '{') {
    OpenObject object;
    object.name = std::move(name);
    objects_.push_back(std::move(object));
  } else {
    list_names_.push_back(std::move(name));
  }
}

void OpenTypes::Close() {
  if (is_object_.empty()) return;
  if (is_object_.back()) {
    objects_.pop_back();
  } else {
    list_names_.pop_back();
  }
  is_object_.pop_back();
}

void OpenTypes::EndString() {
  in_string_ = false;
  if (is_object_.empty() || !is_object_.back()) return;
  if (std::exchange(expects_name_, false)) {
    name_ = string_;
    if (has_escape_) objects_.back().is_odd = true;
  } else if (name_ == "type") {
    objects_.back().type = string_;
    if (has_escape_) objects_.back().is_odd = true;
  }
}

}  // namespace mediagen
