#include "server/codec/picture_markup.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/codec/json_characters.h"

namespace mediagen {
namespace {

constexpr absl::string_view kDataScheme = "data:";
constexpr absl::string_view kSchemes[] = {kDataScheme, "http://", "https://"};

bool IsControl(char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); }

}  // namespace

void PictureMarkup::Start() {
  held_ = "!";
  place_ = Place::kBang;
}

void PictureMarkup::StartAgain() {
  Start();
  Feed('[');
}

absl::string_view PictureMarkup::link() const {
  return absl::string_view(held_).substr(url_at_, url_size_);
}

PictureMarkup::Progress PictureMarkup::Feed(char c) {
  // Never two at a time, so that nothing has to be read twice.
  if (place_ != Place::kBang && c == '[' && held_.back() == '!') {
    held_.pop_back();
    return Progress::kAgain;
  }
  switch (place_) {
    case Place::kBang:
      return c == '[' ? Enter(Place::kAlt, c) : Progress::kNone;
    case Place::kAlt:
      return FeedAlt(c);
    case Place::kParenthesis:
      return c == '(' ? Enter(Place::kScheme, c) : Progress::kNone;
    case Place::kScheme:
      return FeedScheme(c);
    case Place::kHeader:
      return FeedHeader(c);
    case Place::kLink:
      return FeedLink(c);
    case Place::kTitle:
      return FeedTitle(c);
    case Place::kBehindUrl:
    case Place::kBehindTitle:
      return FeedBehindUrl(c);
  }
  return Progress::kNone;
}

PictureMarkup::Progress PictureMarkup::FeedAlt(char c) {
  const bool is_escaped = std::exchange(escaped_, c == '\\' && !escaped_);
  if (!is_escaped && c == '[') ++depth_;
  if (!is_escaped && c == ']' && depth_-- == 0) return Enter(Place::kParenthesis, c);
  return Hold(c, kMaxAltBytes);
}

PictureMarkup::Progress PictureMarkup::FeedScheme(char c) {
  if (IsJsonWhiteSpace(c) && held_.size() == url_at_) {
    ++url_at_;
    return Hold(c, kMaxUrlBytes);
  }
  const size_t size = held_.size() - url_at_;
  const auto fits = [&](absl::string_view scheme) {
    return absl::StartsWithIgnoreCase(scheme, absl::string_view(held_).substr(url_at_)) &&
           scheme[size] == absl::ascii_tolower(static_cast<unsigned char>(c));
  };
  const auto* scheme = std::find_if(std::begin(kSchemes), std::end(kSchemes), fits);
  if (scheme == std::end(kSchemes)) return Progress::kNone;
  if (*scheme == kDataScheme) data_url_.Feed(c);
  if (size + 1 == scheme->size()) {
    place_ = *scheme == kDataScheme ? Place::kHeader : Place::kLink;
  }
  return Hold(c, kMaxUrlBytes);
}

PictureMarkup::Progress PictureMarkup::FeedHeader(char c) {
  if (c == ')' && data_url_.in_header()) return Progress::kNone;
  switch (data_url_.Feed(c)) {
    case DataUrlPrefix::Progress::kMore:
      return Hold(c, kMaxUrlBytes);
    case DataUrlPrefix::Progress::kNotBase64:
      return Progress::kNone;
    case DataUrlPrefix::Progress::kPayload:
      break;
  }
  return c == ')' ? Progress::kEmpty : Progress::kPayload;
}

PictureMarkup::Progress PictureMarkup::FeedLink(char c) {
  const bool ends = IsJsonWhiteSpace(c) || (c == ')' && depth_ == 0);
  if (ends) {
    url_size_ = held_.size() - url_at_;
    const bool is_whole = depth_ == 0 && !absl::EndsWith(held_, "://");
    if (!is_whole) return Progress::kNone;
    return c == ')' ? Progress::kLink : Enter(Place::kBehindUrl, c);
  }
  if (IsControl(c)) return Progress::kNone;
  if (c == '(') ++depth_;
  if (c == ')') --depth_;
  return Hold(c, kMaxUrlBytes);
}

PictureMarkup::Progress PictureMarkup::FeedBehindUrl(char c) {
  if (c == ')') return Progress::kLink;
  if (IsJsonWhiteSpace(c)) return Hold(c, kMaxTitleBytes);
  if (place_ == Place::kBehindTitle || (c != '"' && c != '\'')) return Progress::kNone;
  quote_ = c;
  place_ = Place::kTitle;
  return Hold(c, kMaxTitleBytes);
}

PictureMarkup::Progress PictureMarkup::FeedTitle(char c) {
  const bool is_escaped = std::exchange(escaped_, c == '\\' && !escaped_);
  if (!is_escaped && c == quote_) place_ = Place::kBehindTitle;
  return Hold(c, kMaxTitleBytes);
}

PictureMarkup::Progress PictureMarkup::Enter(Place place, char c) {
  held_ += c;
  place_ = place;
  part_at_ = held_.size();
  depth_ = 0;
  escaped_ = false;
  if (place == Place::kScheme) {
    url_at_ = part_at_;
    data_url_ = DataUrlPrefix();
  }
  return Progress::kMore;
}

PictureMarkup::Progress PictureMarkup::Hold(char c, size_t max_part_bytes) {
  if (held_.size() - part_at_ >= max_part_bytes) return Progress::kNone;
  held_ += c;
  return Progress::kMore;
}

}  // namespace mediagen
