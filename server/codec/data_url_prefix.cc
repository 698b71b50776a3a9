#include "server/codec/data_url_prefix.h"

#include "absl/strings/ascii.h"
#include "server/codec/base64_alphabet.h"

namespace mediagen {
namespace {

constexpr absl::string_view kScheme = "data:";
constexpr absl::string_view kMarker = ";base64";

}  // namespace

DataUrlPrefix::Progress DataUrlPrefix::Feed(char c) {
  switch (place_) {
    case Place::kStart:
      if (IsBase64WhiteSpace(c)) return Progress::kMore;
      place_ = Place::kScheme;
      return FeedScheme(c);
    case Place::kScheme:
      return FeedScheme(c);
    case Place::kHeader:
      return FeedHeader(c);
    case Place::kBlank:
      break;
  }
  return IsBase64WhiteSpace(c) ? Progress::kMore : Progress::kPayload;
}

DataUrlPrefix::Progress DataUrlPrefix::FeedScheme(char c) {
  if (absl::ascii_tolower(static_cast<unsigned char>(c)) != kScheme[held_size_]) {
    return Progress::kPayload;
  }
  if (c == ':') {
    held_size_ = 0;
    place_ = Place::kHeader;
  } else {
    held_[held_size_++] = c;
  }
  return Progress::kMore;
}

DataUrlPrefix::Progress DataUrlPrefix::FeedHeader(char c) {
  if (c == ',') {
    if (marker_size_ < kMarker.size()) return Progress::kNotBase64;
    place_ = Place::kBlank;
    return Progress::kMore;
  }
  // As the URL standard has it, blanks may follow the semicolon and the whole marker.
  if (c == ' ' && (marker_size_ == 1 || marker_size_ == kMarker.size())) return Progress::kMore;
  const bool matches = marker_size_ < kMarker.size() &&
                       absl::ascii_tolower(static_cast<unsigned char>(c)) == kMarker[marker_size_];
  if (matches) {
    ++marker_size_;
  } else {
    marker_size_ = c == ';' ? 1 : 0;
  }
  return Progress::kMore;
}

}  // namespace mediagen
