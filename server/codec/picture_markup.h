// Markdown's markup of a picture, recognized byte by byte.
#ifndef MEDIAGEN_SERVER_CODEC_PICTURE_MARKUP_H_
#define MEDIAGEN_SERVER_CODEC_PICTURE_MARKUP_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "server/codec/data_url_prefix.h"

namespace mediagen {

// Reads `![alt](url)` or `![alt](url "title")` from its `!` on, where the url is a web link, or a
// `data:` URL with base64 up to its first payload character. Brackets in the alt and parentheses in
// a link may stand in pairs. Holds what it has read: about ten thousand bytes at most, for a longer
// alt, url or title is none. Copies freely. Any thread; not shared.
class PictureMarkup {
 public:
  static constexpr size_t kMaxAltBytes = 1024;
  static constexpr size_t kMaxUrlBytes = 8 * 1024;  // Of a data URL: what stands before the base64.
  static constexpr size_t kMaxTitleBytes = 1024;

  enum class Progress {
    kMore,
    kNone,     // It is no such markup: held() and the byte just fed are text.
    kAgain,    // Markup begins anew with the byte just fed and the `!` before it; held() is text.
    kPayload,  // The byte just fed is the first payload character of a data URL.
    kEmpty,    // The byte just fed ends a data URL without payload.
    kLink,     // The byte just fed ends a web link: see link().
  };

  // An exclamation mark has been read.
  void Start();

  Progress Feed(char c);

  // What was read, as it came. It stays until the next call of Start(), StartAgain() or Feed().
  absl::string_view held() const { return held_; }

  // With kAgain: reads on with the markup that begins.
  void StartAgain();

  absl::string_view link() const;

  // With kPayload: bytes of the data URL before the payload.
  int64_t header_bytes() const { return static_cast<int64_t>(held_.size() - url_at_); }

 private:
  enum class Place {
    kBang,
    kAlt,
    kParenthesis,
    kScheme,
    kHeader,
    kLink,
    kBehindUrl,
    kTitle,
    kBehindTitle
  };

  Progress FeedAlt(char c);
  Progress FeedScheme(char c);
  Progress FeedHeader(char c);
  Progress FeedLink(char c);
  Progress FeedBehindUrl(char c);
  Progress FeedTitle(char c);
  // The byte opens the next part.
  Progress Enter(Place place, char c);
  Progress Hold(char c, size_t max_part_bytes);

  Place place_ = Place::kBang;
  std::string held_;
  size_t part_at_ = 0;  // Where the alt, url or title begins, with the blanks before it.
  size_t url_at_ = 0;
  size_t url_size_ = 0;
  int depth_ = 0;         // Of brackets in the alt or parentheses in the link.
  bool escaped_ = false;  // The byte before was a backslash.
  char quote_ = 0;        // That closes the title.
  DataUrlPrefix data_url_;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_PICTURE_MARKUP_H_
