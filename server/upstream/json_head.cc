#include "server/upstream/json_head.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace mediagen {
namespace {

constexpr size_t kMaxBytes = 256 * 1024;
constexpr int kMaxDepth = 64;

}  // namespace

JsonHead::State JsonHead::Add(char c) {
  too_long_ = too_long_ || text_.size() == kMaxBytes;
  if (too_long_) {
    text_.clear();
  } else {
    text_ += c;
  }
  return in_string_ ? AddToString(c) : AddBetween(c);
}

JsonHead::State JsonHead::AddToString(char c) {
  if (static_cast<unsigned char>(c) < ' ') return State::kBroken;
  if (escaped_) {
    escaped_ = false;
  } else if (c == '\\') {
    escaped_ = true;
  } else if (c == '"') {
    in_string_ = false;
    behind_string_ = true;
  }
  return State::kOpen;
}

JsonHead::State JsonHead::AddBetween(char c) {
  if (absl::StrContains(" \t\r\n", c)) return State::kOpen;
  // Behind a quotation mark that should have been escaped comes something else.
  if (behind_string_ && !absl::StrContains(":,}]", c)) return State::kBroken;
  behind_string_ = false;
  switch (c) {
    case '"':
      in_string_ = true;
      return State::kOpen;
    case '{':
    case '[':
      return ++depth_ > kMaxDepth ? State::kBroken : State::kOpen;
    case '}':
    case ']':
      return --depth_ == 0 ? State::kComplete : State::kOpen;
    case ':':
    case ',':
      return State::kOpen;
    default:
      break;
  }
  const bool literal =
      absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("+-.", c);
  return literal ? State::kOpen : State::kBroken;
}

}  // namespace mediagen
