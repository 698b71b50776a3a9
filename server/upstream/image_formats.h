// Imagen answers.
#ifndef MEDIAGEN_SERVER_UPSTREAM_IMAGE_FORMATS_H_
#define MEDIAGEN_SERVER_UPSTREAM_IMAGE_FORMATS_H_

#include <map>
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
  std::map<std::string, double> safety_attributes;
};

// An answer, read. A plain value.
class ImageAnswer {
 public:
  ImageAnswer() = default;
  std::vector<ImageAnswerItem> items;
  std::map<std::string, double> prompt_safety_attributes;
};

// Entries in order; those without bytes, link or reason are left out. An answer without
// `predictions` has none: everything was filtered.
ImageAnswer ReadImageAnswer(JsonView envelope);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_IMAGE_FORMATS_H_
