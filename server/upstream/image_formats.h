// Imagen answers.
#ifndef MEDIAGEN_SERVER_UPSTREAM_IMAGE_FORMATS_H_
#define MEDIAGEN_SERVER_UPSTREAM_IMAGE_FORMATS_H_

#include <string>
#include <vector>

#include "server/upstream/json_view.h"

namespace mediagen {

// One entry of an answer that stands for a picture.
class ImageAnswerItem {
 public:
  ImageAnswerItem() = default;
  int media_item = -1;  // Among the media items of the answer; -1: no bytes.
  std::string gcs_uri;  // A picture in a bucket; else empty.
  std::string said_media_type;
  std::string rewritten_prompt;
  std::string filter_reason;  // Not empty: held back by a filter.
};

// Entries in order; those without bytes, link or reason are left out, as are the scores of the
// prompt. An answer without `predictions` has none: everything was filtered.
std::vector<ImageAnswerItem> ReadImageAnswer(JsonView envelope);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_IMAGE_FORMATS_H_
