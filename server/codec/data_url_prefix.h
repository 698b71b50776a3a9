// What may stand before the base64 in a media string: white space and a data URL's header.
#ifndef MEDIAGEN_SERVER_CODEC_DATA_URL_PREFIX_H_
#define MEDIAGEN_SERVER_CODEC_DATA_URL_PREFIX_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace mediagen {

// Finds the first payload character of a text that is either base64 or a `data:` URL with base64.
// It holds letters back while "dat" may still become "data:", for they are base64 characters too.
// Any thread; not shared.
class DataUrlPrefix {
 public:
  enum class Progress {
    kMore,
    kPayload,    // The payload is held() and the character just fed.
    kNotBase64,  // The header's comma came without `;base64` before it.
  };

  Progress Feed(char c);

  // The letters that look like the start of `data:`, as they came: 0 to 4.
  absl::string_view held() const { return absl::string_view(held_, held_size_); }

  // `data:` has been read.
  bool is_data_url() const { return place_ == Place::kHeader || place_ == Place::kBlank; }

  // Between `data:` and its comma: a text that ends here has no payload at all.
  bool in_header() const { return place_ == Place::kHeader; }

 private:
  enum class Place { kStart, kScheme, kHeader, kBlank };

  Progress FeedScheme(char c);
  Progress FeedHeader(char c);

  Place place_ = Place::kStart;
  char held_[4] = {};
  size_t held_size_ = 0;
  size_t marker_size_ = 0;  // How much of ";base64" the header's end matches so far.
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_CODEC_DATA_URL_PREFIX_H_
